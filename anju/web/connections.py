"""§7.1.8 — The other cases a case points to, and those that point to it: merged into, merged here, repeated."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.urls import reverse

from anju.procedure.views import ActView
from anju.procedure.words import Words
from anju.records.extracts import merged_from
from anju.records.models import Case, Promise, Word

from .case_facts import FactPair

INTO = Words("已并入", "Merged into")
HERE = Words("并入本件", "Merged here")
REPEATS = Words("重复自", "Repeat of")
OWED = Words("还有待办的告知或承诺", "still owes a word or promise")


def connected(case: Case, acts: Iterable[ActView]) -> list[FactPair]:
    """A statement for each kind of tie the case has; none where it stands alone."""
    pairs = [_pointing(words, first) for words, first in ((INTO, case.merged_into), (REPEATS, case.repeat_of)) if first]
    here = merged_from(acts)
    if here:
        words = Exists(Word.objects.filter(case=OuterRef("pk"), told_at=None))
        promises = Exists(Promise.objects.filter(case=OuterRef("pk"), kept=""))
        rows = Case.objects.filter(first_number__in=here).annotate(owed=words | promises).order_by("pk")
        pairs += [
            FactPair(HERE, number, href=reverse("case", args=[number]), tag=OWED if owes else None)
            for number, owes in rows.values_list("number", "owed")
        ]
    return pairs


def _pointing(words: Words, first: str) -> FactPair:
    """By the number it has now."""
    number = Case.objects.filter(first_number=first).values_list("number", flat=True).first() or first
    return FactPair(words, number, href=reverse("case", args=[number]))
