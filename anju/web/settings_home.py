"""§2.0 — Settings at the counter: what holds, what is drafted, what an edition changed, an edition in print."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from anju.actions import editions as hands
from anju.actions.rights import may
from anju.procedure.editions import Edition
from anju.procedure.printed_edition import tables
from anju.records.models import Community, ListedYear
from anju.records.models import Edition as Row

from . import wording
from .answers import Refusal
from .desk import SETTERS, Request, behind_the_door, page
from .draft_forms import PARTS
from .forms import KeyedForm
from .settings_page import InForceForm, RevisionForm, before, differing, found_edition, open_cases, slug


@require_safe
@behind_the_door(*SETTERS)
def home(request: Request) -> HttpResponse:
    return shown(request)


def shown(request: Request, refusal: Refusal | None = None) -> HttpResponse:
    """The editions, and the ways to all that can be set."""
    context = _home(request) | {"refusal": refusal}
    status = refusal.status if refusal else 200
    return page(request, "editions/settings.html", gettext("设置"), status=status, here="settings", **context)


def _home(request: Request) -> dict[str, Any]:
    rows = sorted(Row.objects.order_by("-in_force_from", "-pk"), key=lambda row: row.state != "draft")
    year = request.now.astimezone(wording.ZONE).year
    return {
        "in_force": next(row for row in rows if row.state == "in_force"),
        "draft": next((row for row in rows if row.state == "draft"), None),
        "rows": [(row, slug(row.name)) for row in rows],
        "counts": dict(open_cases()),
        "parts": list(PARTS.values()),
        "contracts": list(Community.objects.filter(overrides__edition__state="in_force").order_by("code")),
        "changes": may(request.user, hands.DEEDS["make_draft"], None, request.now),
        "form": KeyedForm(),
        "provisional": [each for each in (year, year + 1) if not ListedYear.objects.filter(year=each).exists()],
    }


@require_safe
@behind_the_door(*SETTERS)
def edition(request: Request, edition: str) -> HttpResponse:
    return edition_page(request, found_edition(edition))


def edition_page(
    request: Request, row: Row, refusal: Refusal | None = None, form: InForceForm | None = None
) -> HttpResponse:
    """What differs from the edition before; of a draft, how to put it in force or discard it."""
    context = _edition(request, row, form) | {"refusal": refusal}
    status = refusal.status if refusal else 200
    title = f"{gettext('设置')} · {row.name}"
    return page(request, "editions/edition.html", title, status=status, here="settings", **context)


def _edition(request: Request, row: Row, form: InForceForm | None) -> dict[str, Any]:
    older, told = before(row), {"revision": row.revision}
    return {
        "row": row,
        "slug": slug(row.name),
        "before": older,
        "groups": differing(row, older),
        "parts": list(PARTS.values()),
        "open_cases": open_cases(),
        "form": form or InForceForm(initial=told),
        "discarding": RevisionForm(initial=told, auto_id="discard-%s"),
        "changes": row.state == "draft" and may(request.user, hands.DEEDS["put_in_force"], None, request.now),
    }


@require_safe
@behind_the_door(*SETTERS)
def printed(request: Request, edition: str) -> HttpResponse:
    """The whole edition on paper."""
    row = found_edition(edition)
    whole = tables(Edition.from_plain(row.content), wording.language())
    title = gettext("版本 %(name)s") % {"name": row.name}
    return page(request, "editions/print.html", title, here="settings", row=row, tables=whole, slug=slug(row.name))
