"""Chapter people at the counter: who works here, in which posts, who is away, who may follow up (§5.0, §7.1.9)."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from anju.actions import absences, access
from anju.actions import people as hands
from anju.actions import second_factor as factor
from anju.procedure.natures import NATURES, TABLES
from anju.procedure.posts import Post
from anju.records.models import Absence, Appointment, Community, Delegation, Department, Person

from . import deeds, wording
from .answers import done_at
from .deeds import Deed, Fields, TriedDeed
from .desk import HEADS, Request, behind_the_door, page, say_done
from .forms import day, moment
from .people_list import PeopleList

FROM = gettext_lazy("自")
UNTIL = gettext_lazy("至")


def _person_fields(request: Request, _: object) -> Fields:
    return {
        "staff_number": deeds.line(gettext("工号"), 20),
        "name": deeds.line(gettext("姓名"), 60),
        "phone": deeds.line(gettext("电话"), 26, required=False),
        "password": _password(required=False),
    }


def _password(*, required: bool = True) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=gettext("新密码"), required=required, max_length=200, strip=False, widget=widget)


def _communities(request: Request) -> Any:
    visible = Community.objects.visible_to(request.user, request.now)
    return visible.filter(is_company=False).order_by("code")


def _appoint_fields(request: Request, _: Person) -> Fields:
    communities = _communities(request)
    departments = Department.objects.filter(community__in=communities, closed_on=None)
    posts = [(post.value, wording.words(post.words)) for post in Post]
    department = deeds.RowField(
        gettext("部门（处理人和班长）"),
        departments.select_related("community"),
        required=False,
        said=lambda row: f"{row.community.name} · {row.name}",
    )
    return {
        "post": forms.TypedChoiceField(label=gettext("岗位"), choices=[("", ""), *posts], coerce=Post),
        "community": deeds.RowField(gettext("小区（公司岗位不选）"), communities, required=False, to_field="code"),
        "department": department,
        "starts_on": day(label=FROM, initial=request.now.astimezone(wording.ZONE).date()),
        "ends_on": day(label=UNTIL, required=False, help_text=gettext("不填为长期")),
    }


def _running(person: Person) -> Any:
    return person.appointments.filter(ends_on=None).select_related("person", "community", "department")


def _end_fields(request: Request, person: Person) -> Fields:
    field = deeds.RowField(gettext("任职"), _running(person), said=post_line)
    return {"appointment": field, "ends_on": day(label=gettext("最后一天"))}


def post_line(row: Appointment) -> str:
    """A post as people say it: which, where."""
    where = row.community.name if row.community else gettext("公司")
    department = f" · {row.department.name}" if row.department else ""
    return f"{wording.words(Post(row.post).words)} · {where}{department}"


def _absence_fields(request: Request, person: Person) -> Fields:
    others = Person.objects.visible_to(request.user, request.now).working().exclude(pk=person.pk)
    return {
        "community": deeds.RowField(gettext("小区"), _communities(request), to_field="code"),
        "starts_at": moment(label=FROM),
        "ends_at": moment(label=UNTIL),
        "stand_in": deeds.RowField(
            gettext("代理人（主任必选）"), others.order_by("name_key"), required=False, to_field="uuid"
        ),
        "reason": deeds.line(gettext("原因"), 200, required=False),
    }


def _authorise_fields(request: Request, person: Person) -> Fields:
    natures = [(each.name, wording.words(each.words)) for each in NATURES if each.name in TABLES]
    field = forms.MultipleChoiceField(label=gettext("性质"), choices=natures, initial=[natures[0][0]])
    return {
        "community": deeds.RowField(gettext("小区"), _communities(request), to_field="code"),
        "natures": field,
        "starts_at": moment(label=FROM, initial=request.now),
        "ends_at": moment(label=UNTIL),
    }


def _revoke_fields(request: Request, person: Person) -> Fields:
    running = Delegation.objects.filter(holder=person, revoked_at=None, ends_at__gt=request.now)
    field = deeds.RowField(
        gettext("授权"),
        running.select_related("community", "holder"),
        said=lambda row: f"{row.community.name} · {wording.when(row.ends_at, request.now)}",
    )
    return {"delegation": field}


def _absent_fields(request: Request, person: Person) -> Fields:
    field = deeds.RowField(
        gettext("离岗"),
        _absences(person, request),
        said=lambda row: wording.when(row.starts_at, request.now),
    )
    return {"absence": field}


def _absences(person: Person, request: Request) -> Any:
    running = Absence.objects.filter(person=person, cancelled_at=None, ends_at__gt=request.now)
    return running.select_related("community", "stand_in").order_by("starts_at")


NOTHING: Fields = {}
ADD = (Deed(hands.DEEDS["add_person"], "user-plus", _person_fields, lambda _, **given: hands.add_person(**given)),)
DONE = (
    Deed(
        hands.DEEDS["appoint"],
        "id-badge-2",
        _appoint_fields,
        lambda person, **given: hands.appoint(person=person, **given),
    ),
    Deed(
        hands.DEEDS["end_appointment"],
        "id-off",
        _end_fields,
        lambda _, **given: hands.end_appointment(**given),
    ),
    Deed(
        absences.DEEDS["absence"],
        "beach",
        _absence_fields,
        lambda person, **given: absences.absence(person=person, **given),
    ),
    Deed(
        absences.DEEDS["cancel_absence"],
        "arrow-back-up",
        _absent_fields,
        lambda _, **given: absences.cancel_absence(**given),
    ),
    Deed(
        access.DEEDS["authorise"],
        "phone-check",
        _authorise_fields,
        lambda person, **given: access.authorise(holder=person, **given),
    ),
    Deed(access.DEEDS["revoke"], "phone-off", _revoke_fields, lambda _, **given: access.revoke(**given)),
    Deed(
        hands.DEEDS["set_password"],
        "key",
        lambda *_: {"password": _password()},
        lambda person, **given: hands.set_password(person=person, **given),
    ),
    Deed(
        factor.DEEDS["reset_second_factor"],
        "device-mobile-off",
        lambda *_: NOTHING,
        lambda person, **given: factor.reset(person=person, **given),
    ),
    Deed(
        hands.DEEDS["leave"],
        "door-exit",
        lambda *_: {"left_on": day(label=gettext("最后一天"))},
        lambda person, **given: hands.leave(person=person, **given),
    ),
)


def _adding() -> deeds.Desk:
    return deeds.Desk(ADD, None, None, lambda deed: reverse("person-add"))


def _doing(request: Request, person: Person) -> deeds.Desk:
    """Deeds are judged where the asker and the person both are; what a company post may, it may anywhere."""
    mine = {each.community for each in request.user.held(request.now)}
    shared = [each.community for each in person.held(request.now) if each.community in mine and each.community]
    where = Community.objects.filter(pk__in=shared[:1]).first()
    href = lambda deed: reverse("person-do", args=[person.uuid, deed.name])  # noqa: E731
    own = frozenset({"absence", "cancel_absence"}) if person == request.user else frozenset()
    return deeds.Desk(DONE, person, where, href, own)


@require_safe
@behind_the_door(*HEADS)
def listed(request: Request) -> HttpResponse:
    return _people(request)


@sensitive_post_parameters("password")
@require_POST
@behind_the_door(*HEADS)
def add(request: Request) -> HttpResponse:
    done = _adding().attempt(request, "add_person")
    if isinstance(done, TriedDeed):
        return _people(request, done)
    say_done(request, gettext("已录入"), gettext("接着任命岗位"))
    return done_at("person", uuid.UUID(str(done["person"])))


def _people(request: Request, tried: TriedDeed | None = None) -> HttpResponse:
    shown = PeopleList(request.user, request.now, request.GET).context()
    rows = [(person, [post_line(each) for each in held]) for person, held in shown.pop("people")]
    context: dict[str, Any] = {**shown, "rows": rows, "doors": _adding().doors(request, tried)}
    status = tried.refusal.status if tried else 200
    return page(request, "people/list.html", gettext("人员"), status=status, here="people", **context)


@require_safe
@behind_the_door()
def show(request: Request, key: uuid.UUID) -> HttpResponse:
    return _person(request, _visible(request, key))


@sensitive_post_parameters("password")
@require_POST
@behind_the_door()
def do(request: Request, key: uuid.UUID, deed: str) -> HttpResponse:
    person = _visible(request, key)
    done = _doing(request, person).attempt(request, deed)
    if isinstance(done, TriedDeed):
        return _person(request, person, done)
    say_done(request, gettext("已保存"), person.name)
    return done_at("person", key)


def _visible(request: Request, key: uuid.UUID) -> Person:
    found: Person = get_object_or_404(Person.objects.visible_to(request.user, request.now), uuid=key)
    return found


def _person(request: Request, person: Person, tried: TriedDeed | None = None) -> HttpResponse:
    appointments = person.appointments.select_related("community", "department").order_by("-starts_on")
    delegations = Delegation.objects.filter(holder=person, revoked_at=None, ends_at__gt=request.now)
    context: dict[str, Any] = {
        "person": person,
        "appointments": [(post_line(each), each) for each in appointments],
        "absences": _absences(person, request),
        "delegations": delegations.select_related("community", "giver"),
        "doors": _doing(request, person).doors(request, tried),
    }
    status = tried.refusal.status if tried else 200
    return page(request, "people/show.html", person.name, status=status, here="people", **context)
