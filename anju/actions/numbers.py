"""§9.0 — Numbers of sheets: given once from a locked counter, in the month of entry by the clock of Shanghai."""

from __future__ import annotations

from datetime import datetime

from anju.procedure import numbers as law
from anju.records.models import Community, Counter, Number


def next_number(community: Community, form: str, entered: datetime, *, reserved: bool = False) -> Number:
    """Issues or reserves the next number of a form. The counter stays locked until the transaction ends."""
    month = law.month_of(entered)
    counter = _counter(community, form, month)
    counter.last += 1
    counter.save(update_fields=["last"])
    text = str(law.Number(community.code, form, month, counter.last))
    return Number.objects.create(
        community=community,
        number=text,
        form=form,
        month=month,
        serial=counter.last,
        state="reserved" if reserved else "issued",
        reserved_at=entered if reserved else None,
    )


def _counter(community: Community, form: str, month: str) -> Counter:
    """The counter of a month, locked; the first sheet of the month makes it."""
    counters = Counter.objects.select_for_update()
    counter = counters.filter(community=community, form=form, month=month).first()
    if counter is None:
        Counter.objects.get_or_create(community=community, form=form, month=month)
        counter = counters.get(community=community, form=form, month=month)
    return counter
