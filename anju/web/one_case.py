"""One case at a desk of its own: found if it may be seen, a step of it tried, the answer of the law given back."""

from __future__ import annotations

from django.http import Http404

from anju.actions.journal import Answer
from anju.procedure.natures import TABLES
from anju.records.models import Case

from .answers import Refusal, attempted
from .case_page import CasePage, Tried
from .desk import Request


def visible(request: Request, number: str) -> Case:
    """The case, if this person may see it; to all others it does not exist."""
    cases = Case.objects.visible_to(request.user, request.now).select_related("community", "place")
    found = cases.filter(number=number, nature__in=TABLES).first()
    if found is None:
        raise Http404
    return found


def shown(request: Request, number: str) -> CasePage:
    return CasePage(visible(request, number), request.user, request.now)


def tried(request: Request, case: CasePage, name: str, leg: int | None = None) -> Answer | Tried:
    """The step that was sent: done, or as it was typed with the refusal."""
    form = case.sent(name, leg, request)
    if form is None:
        raise Http404
    done = attempted(form, lambda: case.take(form, leg))
    return Tried(name, leg, form, done) if isinstance(done, Refusal) else done
