"""What the law is shown beside a case, each only where it may bear on a step: draws, merged cases, earlier cases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import OuterRef, Subquery

from anju.procedure.views import ActView, EarlierView

from .models import Case, Entry, Promise, Word
from .models.people import ZONE
from .prepared import Prepared

SETTLED = ("ordering", "ordered", "handed_over", "archived")
EARLIER = 20  # the last ones of a place

_came_to_order = Entry.objects.filter(case=OuterRef("pk"), case_entered="ordering").exclude(case_left="ordering")
OF_A_PLACE = Prepared(
    lambda community, place: (
        Case.objects.filter(community=community, place__code=place, state__in=SETTLED)
        .order_by("-opened_at")
        .annotate(settled=Subquery(_came_to_order.order_by("-position").values("happened_at")[:1]))
        .values_list("first_number", "category", "settled")[:EARLIER]
    )
)


def drawn_this_week(community: int, at: datetime) -> int:
    """§7.1.9: how many answers given on the spot were drawn for a call since Monday."""
    today = at.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    entries = Entry.objects.filter(community=community, entered_at__gte=today - timedelta(days=today.weekday()))
    # Written out, not bound: else SQLite does not know that the partial index fits.
    return entries.extra(where=["step = 'read_answer' AND case_entered = 'follow_up'"]).count()


def merged_from(acts: Iterable[ActView]) -> list[str]:
    """The first numbers of the cases merged into the one these acts are of."""
    return sorted({str(act.facts["merged_from"]) for act in acts if act.step == "take_in"})


def owed_elsewhere(acts: Iterable[ActView]) -> int:
    """How many words and promises are still open on the cases merged into this one; no statement where none is."""
    numbers = merged_from(acts)
    if not numbers:
        return 0
    words = Word.objects.filter(case__first_number__in=numbers, told_at=None)
    return words.count() + Promise.objects.filter(case__first_number__in=numbers, kept="").count()


def earlier_of(community: int, place: str) -> tuple[EarlierView, ...]:
    """The last cases of a place whose work is done, and since when."""
    rows = OF_A_PLACE(community=community, place=place)
    return tuple(EarlierView(number, category, settled) for number, category, settled in rows if settled)
