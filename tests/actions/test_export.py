"""§9.0 - Lists that leave the house: as long as they are, without formulas or phone numbers, and in the journal."""

from __future__ import annotations

import hashlib
import io
import resource
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from python_calamine import CalamineWorkbook

from anju.actions import exchange, export
from anju.gateways import storage
from anju.papers.lists import Column, as_xlsx, harmless
from anju.procedure.words import Refused, Words
from anju.procedure.writing import read
from anju.records.models import Case, Entry, Location
from anju.records.names import masked
from anju.records.verification import findings
from tests import build
from tests.build import NOON, Centre, key
from tests.registers import another_system, xlsx

COLUMNS = (
    Column(Words("单号", "Number")),
    Column(Words("内容", "Content"), "long"),
    Column(Words("电话", "Phone"), "phone"),
    Column(Words("日期", "Day"), "day"),
    Column(Words("时间", "Time"), "moment"),
    Column(Words("件数", "Count"), "count"),
)
TITLE = Words("清单", "List")


def cells(content: bytes) -> list[list[object]]:
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        return [list(row) for row in book.get_sheet_by_index(0).iter_rows()]


def listed(*rows: Sequence[object]) -> list[list[object]]:
    with as_xlsx(COLUMNS, rows, title=TITLE, person="主爱华 (Y001)", at=NOON, language="en") as (file, _):
        return cells(file.read())


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-1", "@a", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠a", "  =1", "\u3000=1"]
)
def test_9_0_no_text_becomes_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"
    shown = listed((text, text, "", None, None, None))[1]
    assert all(str(each).startswith("'") for each in shown[:2])


def test_9_0_other_text_is_left_as_it_is() -> None:
    for text in ("3-2-1201", "曾晓梅", "a=b", "", "(=1)"):
        assert harmless(text) == text


def test_9_0_days_are_days_times_are_of_shanghai_and_phones_are_masked() -> None:
    at = datetime(2026, 11, 18, 4, 5, tzinfo=UTC)
    row = listed(("YL-1", "灯", "13887001234", date(2026, 10, 1), at, 3))[1]
    assert row == ["YL-1", "灯", "138****1234", date(2026, 10, 1), datetime.fromisoformat("2026-11-18T12:05"), 3.0]
    assert [masked(each) for each in ("0871-65551234", "110", "", "+86 138 8700 1234")] == [
        "087****1234", "***", "", "861****1234",
    ]  # fmt: skip


def test_9_0_the_last_line_says_who_took_it_out_when_and_how_much() -> None:
    rows = listed(*((f"YL-{n}", "", "", None, None, n) for n in range(3)))
    assert [str(each) for each in rows[0]] == ["Number", "Content", "Phone", "Day", "Time", "Count"]
    assert rows[-1][0] == "Exported by 主爱华 (Y001) at 2026-11-18 12:00, 3 rows. Phone numbers are masked."
    assert len(rows) == 1 + 3 + 1 + 1


def test_9_0_a_long_list_does_not_fill_the_memory() -> None:
    def rows() -> Iterator[Sequence[object]]:
        for place in range(100_000):
            yield (f"YL-KF1-202611-{place:05}", "灯不亮" * 20, "13887001234", None, None, place)

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with as_xlsx(COLUMNS, rows(), title=TITLE, person="x", at=NOON) as (file, written):
        assert hashlib.sha256(file.read()).hexdigest() == written.digest
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert written.rows == 100_000
    assert grown < 80 << 10, f"{grown >> 10} MB"


@pytest.fixture
def centre() -> Centre:
    return build.centre()


@pytest.mark.django_db
def test_9_0_taking_cases_out_is_an_act_and_shows_only_what_one_may_see(centre: Centre) -> None:
    build.registered(centre, content="=HYPERLINK(1)")
    build.registered(centre)
    chosen = export.chosen("cases", by=centre.director, now=NOON, community=centre.community)
    listing = export.exported(
        by=centre.director,
        key=key(),
        now=NOON,
        kind="cases",
        community=centre.community,
        chosen=chosen,
        filters={"phrase": "曾晓梅", "state": ""},
    )
    with listing as (file, written):
        rows = cells(file.read())
    assert written.rows == 2
    assert "13887001234" not in str(rows)
    assert rows[1][rows[0].index("内容")] == "'=HYPERLINK(1)"
    entry = Entry.objects.get(step="export")
    facts = {fact.name: fact for fact in entry.facts.all()}
    assert (entry.act.actor, read(facts["rows"].value or "")) == (centre.director, 2)
    assert read(facts["digest"].value or "") == written.digest
    assert facts["filters"].personal
    assert read(facts["filters"].value or "") == {"phrase": "曾晓梅"}
    assert list(findings(storage)) == []
    theirs = export.chosen("cases", by=centre.guard, now=NOON, community=centre.community)
    assert list(theirs.rows) == []


@pytest.mark.django_db
def test_9_0_an_exported_register_comes_in_again_and_changes_nothing(centre: Centre) -> None:
    for kind in ("rooms", "residents"):
        seen = exchange.check_file(
            by=centre.director,
            now=NOON,
            kind=kind,
            community=centre.community,
            file_name="a",
            content=xlsx(another_system()),
        )
        exchange.confirm(by=centre.director, key=key(), now=NOON, batch=seen.batch)
    chosen = export.chosen("rooms", by=centre.director, now=NOON, community=centre.community)
    listing = export.exported(
        by=centre.director, key=key(), now=NOON, kind="rooms", community=centre.community, chosen=chosen
    )
    with listing as (file, written):
        content = file.read()
    lived = Location.objects.filter(community=centre.community).exclude(kind__in=["community", "building", "unit"])
    assert written.rows == lived.count()
    again = exchange.check_file(
        by=centre.director, now=NOON, kind="rooms", community=centre.community, file_name="b", content=content
    )
    assert again.counts["new"] == again.counts["changed"] == 0
    assert again.counts["same"] == written.rows


@pytest.mark.django_db
def test_9_0_who_may_not_see_a_register_cannot_take_it_out(centre: Centre) -> None:
    for kind, by in (("residents", centre.handler), ("staff", centre.director), ("cases", centre.administrator)):
        with pytest.raises(Refused, match="is done by"):
            export.chosen(kind, by=by, now=NOON, community=centre.community)
    people = export.chosen("staff", by=centre.office, now=NOON, community=centre.community)
    assert len(list(people.rows)) == 8
    later = NOON + timedelta(days=1)
    build.resident(centre)
    living = list(export.chosen("residents", by=centre.director, now=later, community=centre.community).rows)
    assert living[0][3:7] == ("1201", "曾晓梅", "138****1234", "业主")
    assert Case.objects.count() == 0
