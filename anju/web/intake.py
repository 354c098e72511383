"""§7.1.1 — The intake desk: the register, its one box, the household beside it, cases that may be the same matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.timezone import make_aware
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from anju.actions.drafts import delete_draft
from anju.procedure.facts import SPEAKERS
from anju.records.models import Location
from anju.records.names import initials, masked, name_key
from anju.records.search import Dwelling, Lives, households

from . import wording
from .answers import Refusal, attempted, done_at
from .callers import resident_token
from .desk import DESK, Request, behind_the_door, page, say_done
from .drafts import FORM
from .household import household_of, similar
from .register import RegisterPage
from .register_form import JoiningForm, RegisterForm

PLACES, OPTIONS = 8, 12


@dataclass(frozen=True, slots=True)
class Option:
    """One line of the box: a place, and who of it may be speaking."""

    place: Location
    name: str = ""
    speaker: str = ""
    role: str = ""
    caller: str = ""
    phone: str = ""
    tags: tuple[str, ...] = ()


@require_http_methods(["GET", "HEAD", "POST"])
@behind_the_door(*DESK)
def register(request: Request) -> HttpResponse:
    """§7.1.1."""
    desk = RegisterPage(request.user, request.now, request.POST or request.GET)
    if request.method != "POST":
        return _register_page(request, desk, desk.form(known=desk.known()))
    joined = request.POST.get("join", "")
    form: RegisterForm = desk.joining(request.POST) if joined else desk.form(request.POST)
    done = attempted(form, lambda: desk.join(form, joined) if joined else desk.register(form))
    if isinstance(done, Refusal):
        return _register_page(request, desk, form, done)
    delete_draft(by=request.user, form=FORM, subject=str(form.cleaned_data["key"]))
    return _onward(request, str(done["number"]), _said(form))


def _said(form: RegisterForm) -> str:
    """What is said of it once it is saved."""
    if isinstance(form, JoiningForm):
        return gettext("已加入，单独告知和回访")
    return gettext("已登记并当场答复，主任会阅") if form.answer else gettext("已登记")


def _onward(request: Request, number: str, said: str) -> HttpResponse:
    """To the case, to an empty form, or to one for another matter of the same caller."""
    follow = request.POST.getlist("then")
    if "join" in request.POST or ("next" not in follow and "again" not in follow):
        say_done(request, number, said, f"{reverse('register')}?new=1", gettext("再登记一件"))
        return done_at("case", number)
    say_done(request, number, said, reverse("case", args=[number]), gettext("看这一件"))
    query = {"again": number} if "again" in follow else {"new": "1"}
    return done_at(f"{reverse('register')}?{urlencode(query)}")


def _register_page(
    request: Request, desk: RegisterPage, form: RegisterForm, refusal: Refusal | None = None
) -> HttpResponse:
    status = refusal.status if refusal else 200
    context = desk.context(form) | {"refusal": refusal}
    return page(request, "intake/register.html", gettext("受理"), status=status, here="register", **context)


@require_safe
@behind_the_door(*DESK)
def limits(request: Request) -> HttpResponse:
    """The due times a grade will have, while the form is being filled in."""
    desk = RegisterPage(request.user, request.now, request.GET)
    said = parse_datetime(request.GET.get("said_at", ""))
    found = desk.limits(request.GET.get("grade", ""), make_aware(said) if said else None)
    return render(request, "intake/_limits.html", {"limits": found, "now": request.now})


@require_safe
@behind_the_door(*DESK)
def places(request: Request) -> HttpResponse:
    """Households by a room in any spelling, a name or its initials, a phone or its tail, a shop, a parking space."""
    desk = RegisterPage(request.user, request.now, request.GET)
    typed = request.GET.get("place", "").strip()
    found = households(request.user, request.now, typed, desk.community, PLACES) if typed else []
    context = {"options": options(found, typed), "typed": typed, "now": request.now}
    return render(request, "intake/_places.html", context)


@require_safe
@behind_the_door(*DESK)
def household(request: Request) -> HttpResponse:
    """What the desk should know of the place in the box."""
    desk = RegisterPage(request.user, request.now, request.GET)
    place = desk.place(request.GET.get("place", ""))
    found = household_of(place, request.user, request.now) if place else None
    return render(request, "intake/_household.html", {"household": found, "now": request.now})


@require_safe
@behind_the_door(*DESK)
def alike(request: Request) -> HttpResponse:
    """Open cases that may be the matter being typed."""
    desk = RegisterPage(request.user, request.now, request.GET)
    place, content = desk.place(request.GET.get("place", "")), request.GET.get("content", "").strip()
    category = request.GET.get("category", "")
    found = similar(place, request.user, request.now, category=category, content=content) if place and content else ()
    context = {"similar": found, "now": request.now, "repeats": desk.repeats(place, category) if place else ""}
    return render(request, "intake/_similar.html", context)


def options(found: Sequence[Dwelling], typed: str) -> list[Option]:
    """A line for each person, those who are meant by what was typed first; a place without people has its own line."""
    roles = {each.value: wording.words(each.words) for each in SPEAKERS}
    meant: list[Option] = []
    others: list[Option] = []
    for each in found:
        lines = [
            Option(each.place, who.name, who.role, roles.get(who.role, ""), resident_token(who.resident),
                   next(iter(who.phones), ""), who.tags)
            for who in each.people
        ]  # fmt: skip
        for line, who in zip(lines, each.people, strict=True):
            (meant if is_meant(who, typed) else others).append(line)
        if not lines:
            others.append(Option(each.place))
    return (meant + others)[:OPTIONS]


def is_meant(who: Lives, typed: str) -> bool:
    """Whether a person himself, not only his place, was typed: by name, its sound, a phone or its tail."""
    plain = typed.casefold().replace(" ", "")
    digits = "".join(each for each in plain if each.isdecimal())
    if digits == plain and len(digits) >= 4:
        return any(phone == masked(digits) or phone.endswith(digits) for phone in who.phones)
    sounds = (initials(who.name), name_key(who.name).replace(" ", ""))
    return bool(plain) and (plain in who.name.casefold() or any(each.startswith(plain) for each in sounds))
