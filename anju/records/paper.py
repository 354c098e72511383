"""§9.0 — Reconciling paper: of the numbers printed in a month, which were used, void, lost, and which are still out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .models import Community, Number


@dataclass(frozen=True, slots=True)
class Sheet:
    """One number printed on paper; `case` is the current number of the case it was used for."""

    number: str
    state: str
    reserved_at: datetime | None
    case: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The sheets of one form and month, in the order of their numbers."""

    form: str
    month: str
    sheets: tuple[Sheet, ...]

    @property
    def used(self) -> tuple[Sheet, ...]:
        return self._in("issued", "transferred")

    @property
    def void(self) -> tuple[Sheet, ...]:
        """Voided on paper; a case voided later was entered, and counts as used."""
        return self._in("void")

    @property
    def lost(self) -> tuple[Sheet, ...]:
        return self._in("lost")

    @property
    def open(self) -> tuple[Sheet, ...]:
        return self._in("reserved")

    def _in(self, *states: str) -> tuple[Sheet, ...]:
        return tuple(each for each in self.sheets if each.state in states)


def reconcile(community: Community, month: str) -> tuple[Reconciliation, ...]:
    """The paper of a month (yyyymm, as printed), form by form."""
    rows = Number.objects.filter(community=community, month=month, reserved_at__isnull=False)
    rows = rows.select_related("case").order_by("form", "serial")
    by_form: dict[str, list[Sheet]] = {}
    for row in rows:
        by_form.setdefault(row.form, []).append(_sheet(row))
    return tuple(Reconciliation(form, month, tuple(sheets)) for form, sheets in by_form.items())


def still_open(community: Community) -> Iterable[str]:
    """The numbers of sheets that are out, of whatever month, oldest first."""
    rows = Number.objects.filter(community=community, state="reserved")
    return rows.order_by("month", "form", "serial").values_list("number", flat=True)


def _sheet(row: Number) -> Sheet:
    entered = row.case is not None
    return Sheet(
        row.number,
        "issued" if entered else row.state,
        row.reserved_at,
        row.case.number if row.case else "",
        "" if entered else row.reason,
    )
