"""§2.0 — What the pages of settings show: editions, what differs, the cells of a part, who stays under the old one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import Count
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_lazy

from anju.actions import editions as hands
from anju.actions.rights import may
from anju.procedure import drafting as law
from anju.procedure.calendars import DAY_KIND_WORDS
from anju.procedure.deadlines import Unit
from anju.procedure.differing import Difference, differences
from anju.procedure.editions import Edition
from anju.procedure.first_edition import RULES
from anju.procedure.natures import NATURES, TABLES
from anju.procedure.printed_edition import DAYS
from anju.procedure.texts import TEXTS
from anju.procedure.words import Words
from anju.records.models import Case, Community
from anju.records.models import Edition as Row

from . import wording
from .desk import Request
from .draft_forms import PARTS, Chosen, Part, SheetForm
from .forms import KeyedForm, naming

UNITS = (
    ("", gettext_lazy("不设")),
    (Unit.MINUTES.value, gettext_lazy("分钟")),
    ("hours", gettext_lazy("小时")),
    (Unit.DAYS.value, gettext_lazy("天")),
    (Unit.WORKDAYS.value, gettext_lazy("个工作日")),
    (Unit.SAME_DAY.value, gettext_lazy("当日")),
    (Unit.MONTH_END.value, gettext_lazy("月底前")),
)


class RevisionForm(KeyedForm):
    """Acts on the draft as the page saw it."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class InForceForm(RevisionForm):
    """Puts the draft in force."""

    reason = forms.CharField(label=gettext_lazy("生效原因"), max_length=hands.LONGEST_REASON)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        naming(self)

    @property
    def given(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("revision", "reason")}


def slug(name: str) -> str:
    return name.replace("/", "-")


def found_edition(named: str) -> Row:
    """The edition of an address; 404 where there is none."""
    row = Row.objects.filter(name=named.replace("-", "/")).first()
    if row is None:
        raise Http404
    return row


@dataclass(frozen=True, slots=True)
class Group:
    """What differs in one part, or in the contract of one community."""

    words: Words | str
    rows: Sequence[Difference]


def differing(row: Row, before: Row | None) -> list[Group]:
    """Only what differs from the edition before: of all, then of each community by contract."""
    new = Edition.from_plain(row.content)
    if before is None:
        return _groups(differences(new, new)) + _contracts(row, new)
    return _groups(differences(Edition.from_plain(before.content), new)) + _contracts(row, new)


def _contracts(row: Row, edition: Edition) -> list[Group]:
    found = []
    for each in row.overrides.select_related("community").order_by("community__code"):
        rows = differences(edition, edition.with_overrides(each.content))
        found.append(Group(gettext("合同约定 · %(name)s") % {"name": each.community.name}, rows))
    return found


def _groups(rows: Sequence[Difference]) -> list[Group]:
    return [Group(group, tuple(some)) for group, some in groupby(rows, key=lambda each: each.group)]


def before(row: Row) -> Row | None:
    """The edition a draft is compared with is the one in force; that of another, the one it replaced."""
    if row.state == "draft":
        return Row.objects.get(state="in_force")
    older = Row.objects.filter(in_force_from__lt=row.in_force_from)
    return older.order_by("-in_force_from", "-pk").first()


def open_cases() -> list[tuple[str, int]]:
    """How many open cases stand under which edition."""
    rows = Case.objects.open().order_by("edition").values_list("edition")
    return list(rows.annotate(found=Count("pk")))


@dataclass
class Sheet:
    """One part of one edition, or of the contract of one community."""

    request: Request
    row: Row
    part: Part

    @cached_property
    def community(self) -> Community | None:
        code = self.request.GET.get("community", "")
        found = Community.objects.filter(code=code, is_company=False).first()
        if code and found is None:
            raise Http404
        return found

    @cached_property
    def base(self) -> Edition:
        return Edition.from_plain(self.row.content)

    @cached_property
    def edition(self) -> Edition:
        """As it holds in the community, where one is chosen."""
        rows = self.row.overrides.filter(community=self.community) if self.community else ()
        return self.base.with_overrides(next((each.content for each in rows), {}))

    @cached_property
    def chosen(self) -> Chosen:
        return Chosen.of(self.request.GET.dict(), self.edition)

    @property
    def changes(self) -> bool:
        right = hands.DEEDS["change_draft"]
        return self.row.state == "draft" and may(self.request.user, right, None, self.request.now)

    @property
    def title(self) -> str:
        return f"{gettext('设置')} · {self.row.name}"

    @property
    def here(self) -> str:
        return self.request.get_full_path()

    def form(self, data: QueryDict | None = None) -> SheetForm:
        cells = self.part.cells(self.edition, self.chosen)
        return SheetForm(cells, data, initial={"revision": self.row.revision})

    def changed(self) -> frozenset[str]:
        """The cells that differ from the edition a contract is laid over, or the one in force."""
        other = self.base if self.community else self._in_force()
        try:
            there = self.part.cells(other, self.chosen)
        except (KeyError, StopIteration):
            return frozenset()
        here = self.part.cells(self.edition, self.chosen)
        return frozenset(name for name, value in here.items() if there.get(name) != value)

    def _in_force(self) -> Edition:
        row = before(self.row) or self.row
        return Edition.from_plain(row.content)

    def address(self, part: str = "", **other: str) -> str:
        """The same sheet with something else chosen."""
        asked = {"community": self.community.code if self.community else "", "nature": self.chosen.nature}
        if part in ("", self.part.name):
            asked |= {"grade": self.chosen.grade, "calendar": self.chosen.calendar}
        named = {name: value for name, value in (asked | other).items() if value}
        return f"{reverse('edition-part', args=[slug(self.row.name), part or self.part.name])}?{urlencode(named)}"

    def context(self) -> dict[str, Any]:
        edition, chosen = self.edition, self.chosen
        language = wording.language()
        ranges = {name: law.range_of(name) for name in RULES}
        return {
            "sheet": self,
            "part": self.part,
            "parts": [(each, self.address(each.name)) for each in PARTS.values()],
            "row": self.row,
            "slug": slug(self.row.name),
            "communities": list(Community.objects.filter(is_company=False).order_by("code")),
            "edition": edition,
            "chosen": chosen,
            "changed": self.changed(),
            "spans": TABLES[chosen.nature].spans,
            "grades": edition.grades[chosen.nature],
            "categories": edition.categories[chosen.nature],
            "units": UNITS,
            "weekdays": [each.say(language) for each in DAYS],
            "kinds": DAY_KIND_WORDS,
            "rules": [
                (name, *law.rule_words(name).say(language).partition("{n}")[::2], ranges[name]) for name in RULES
            ],
            "natures": {each.name: each.words for each in NATURES},
            "texts": TEXTS,
        }
