"""§7.1.8 — Dated days at the counter: the list, what a change would do to open deadlines, and the change."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from anju.procedure.posts import Post

from .answers import Refusal, attempted, done_at
from .days_page import Change, DaysPage, ListForm, WindowsForm
from .desk import Request, behind_the_door, page, say_done

Form = ListForm | WindowsForm


@require_safe
@behind_the_door()
def listed(request: Request) -> HttpResponse:
    """The company's dated days of this year and the next, and the windows of one's communities."""
    return _page(request)


@require_POST
@behind_the_door(Post.COMPANY)
def preview(request: Request, what: str) -> HttpResponse:
    """What is read from the form, and which open deadlines it would move; nothing is changed."""
    form = _form(request, what)
    done = attempted(form, lambda: {"change": Change.of(form, request.now)})
    if isinstance(done, Refusal):
        return _page(request, form, done)
    return page(request, "editions/day_change.html", gettext("改日历"), here="days", form=form, change=done["change"])


@require_POST
@behind_the_door(Post.COMPANY)
def change(request: Request, what: str) -> HttpResponse:
    """The change itself, as it was shown."""
    form = _form(request, what)
    done = attempted(form, lambda: form.act(request))
    if isinstance(done, Refusal):
        return _page(request, form, done)
    moved = gettext("%(n)s 件的到期时间已重算，各件的日志都记了") % {"n": done["cases"]}
    say_done(request, gettext("日历已改"), moved)
    return done_at("days")


def _form(request: Request, what: str) -> Form:
    return (ListForm if what == "list" else WindowsForm)(request.POST, request.FILES)


def _page(request: Request, form: Form | None = None, refusal: Refusal | None = None) -> HttpResponse:
    shown = DaysPage(request, form, refusal)
    status = refusal.status if refusal else 200
    return page(request, "editions/days.html", gettext("日历"), status=status, here="days", **shown.context())
