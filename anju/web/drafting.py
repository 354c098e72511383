"""§2.0 — The draft at the counter: begun, its parts changed cell by cell, put in force or discarded."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from anju.actions import editions as hands
from anju.actions.journal import Answer
from anju.procedure.posts import Post
from anju.records.models import Edition as Row

from . import settings_home
from .answers import Refusal, attempted, done_at
from .desk import SETTERS, Request, behind_the_door, page, say_done
from .draft_forms import PARTS, SheetForm
from .forms import KeyedForm
from .settings_page import InForceForm, RevisionForm, Sheet, found_edition, slug


@require_POST
@behind_the_door(Post.COMPANY)
def begin(request: Request) -> HttpResponse:
    form = KeyedForm(request.POST)
    done = attempted(form, lambda: hands.make_draft(**_doing(request, form)))
    if isinstance(done, Refusal):
        return settings_home.shown(request, done)
    return done_at("edition", slug(str(done["edition"])))


@require_http_methods(["GET", "HEAD", "POST"])
@behind_the_door(*SETTERS)
def part(request: Request, edition: str, part: str) -> HttpResponse:
    """One part of an edition; of the draft the company administration changes its cells."""
    if part not in PARTS:
        raise Http404
    shown = Sheet(request, found_edition(edition), PARTS[part])
    if request.method != "POST":
        return _part(request, shown, shown.form())
    form = shown.form(request.POST)
    done = attempted(form, lambda: _save(request, shown, form))
    if isinstance(done, Refusal):
        return _part(request, shown, form, done)
    say_done(request, gettext("已存入草稿"), str(done["edition"]))
    return done_at(shown.here)


def _save(request: Request, shown: Sheet, form: SheetForm) -> Answer:
    chosen, typed = shown.chosen, form.typed
    return hands.change_draft(
        revision=form.cleaned_data["revision"],
        patch=lambda now: shown.part.patch(now, chosen, typed),
        typed={"part": shown.part.name, "of": [chosen.nature, chosen.grade, chosen.calendar], **typed},
        community=shown.community,
        **_doing(request, form),
    )


def _part(request: Request, shown: Sheet, form: SheetForm, refusal: Refusal | None = None) -> HttpResponse:
    status = refusal.status if refusal else 200
    context = shown.context() | {"form": form, "refusal": refusal}
    return page(request, "editions/part.html", shown.title, status=status, here="settings", **context)


@require_POST
@behind_the_door(Post.COMPANY)
def discard(request: Request) -> HttpResponse:
    form, draft = RevisionForm(request.POST), _draft()
    revision = form["revision"].value()
    done = attempted(form, lambda: hands.discard_draft(revision=int(revision), **_doing(request, form)))
    if isinstance(done, Refusal):
        return settings_home.edition_page(request, draft, done)
    say_done(request, gettext("草稿已放弃"), str(done["edition"]))
    return done_at("settings")


@require_POST
@behind_the_door(Post.COMPANY)
def in_force(request: Request) -> HttpResponse:
    """Confirmed with a reason; how many open cases stay under the old edition was shown beside it."""
    form, draft = InForceForm(request.POST), _draft()
    said: Any = form
    done = attempted(form, lambda: hands.put_in_force(**said.given, **_doing(request, form)))
    if isinstance(done, Refusal):
        return settings_home.edition_page(request, draft, done, form)
    stays = gettext("%(n)s 件未结的仍按原版本") % {"n": done["open_cases"]}
    say_done(request, gettext("%(name)s 已生效") % {"name": done["edition"]}, stays)
    return done_at("settings")


def _draft() -> Row:
    """The draft, or - a form sent twice - what it became."""
    draft = Row.objects.filter(state="draft").first()
    return draft or get_object_or_404(Row, state="in_force")


def _doing(request: Request, form: KeyedForm) -> dict[str, Any]:
    return {"by": request.user, "key": str(form.cleaned_data["key"]), "now": request.now}
