"""Search: whatever somebody remembers finds the case or the household, within what he may see, from the index."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from anju.actions import search as hands
from anju.actions.cases import Doing
from anju.actions.erasure import erase, erase_resident
from anju.procedure.posts import Post
from anju.records.models import Case, CaseText, Location, Person, PlaceText
from anju.records.search import Filters, Page, households, located, search
from anju.records.search_phrases import matching
from anju.records.search_rows import faults
from anju.records.search_words import cut, segments
from tests import build
from tests.actions import test_paper_cases
from tests.build import NOON, Centre, after

pytestmark = pytest.mark.django_db
LATER = after(days=20)


@pytest.fixture
def where() -> Centre:
    return build.centre()


def found(page: Page) -> list[Case]:
    return [hit.case for hit in page.rows]


def finds(person: Person, phrase: str, filters: Filters | None = None) -> list[Case]:
    return found(search(person, LATER, phrase, filters))


def raw(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


# -- how a text is cut ------------------------------------------------------------------------------------


def test_a_text_is_cut_into_pairs_that_end_where_it_is_broken() -> None:
    assert cut(["漏水 水管"]) == "漏水 水 水管 管 漏"
    assert cut(["𠮷野LED灯。"]) == "𠮷野 野l le ed d灯 灯 𠮷 野 l e d"
    assert segments("Ａ栋：㎡，①") == ["a栋", "m2", "1"]


@given(st.text(st.sampled_from("漏水管电梯𠮷㐂aB1２ ，。-'\"\\"), max_size=12), st.data())
def test_any_piece_of_a_text_asks_for_what_the_index_holds(text: str, data: st.DataObject) -> None:
    runs = segments(text)
    words = cut([text]).split()
    for run in runs:
        start = data.draw(st.integers(0, len(run) - 1))
        piece = run[start : data.draw(st.integers(start + 1, len(run)))]
        asked = matching(piece)
        row = type(
            "Row", (), {"words": " ".join(words), **dict.fromkeys(("phones", "rooms", "numbers", "names", "days"), "")}
        )
        assert asked is not None
        assert asked.holds(row())


# -- what finds a case ------------------------------------------------------------------------------------


REMEMBERED = (
    "灯", "水管", "地下车库的照明", "地下车库的照明灯坏了", "LED", "led灯", "𠮷", "𠮷野家", "曾晓梅", "晓梅", "zxm",
    "zengxiaomei", "ZengXiao", "13887001234", "1234", "7001234", "138-8700-1234", "3-2-1201", "三栋二单元1201室",
    "3#1201", "1201", "3 2 1201", "YL-KF1-202611-0001", "kf1-0001", "KF1-202611-0001", "KF1-1", "0001", "2026-11-18",
    "11月18日", "2026/11/18", "照明 1201", "zxm 灯", "灯 KF1-0001 1234", "照明，水管", "“照明”",
)  # fmt: skip
WRITTEN_BY_NOBODY = (
    "水灯", "照明坏", "车库 没有的", "9999", "3-2-1299", "4栋", "KF1-0003", "lxm", "2026-11-20", "，",
    "！ 。", "灯地", "0138",    "2026年10月", "202612",
)  # fmt: skip


def test_a_case_is_found_by_what_is_remembered_of_it(where: Centre) -> None:
    wanted = build.registered(where, content="地下车库的照明灯坏了，LED灯带也灭了；水管在𠮷野家门口滴水。")
    other = build.registered(
        where, content="电梯有异响", name="李华", phone="13900005678", place="3-2-1202", at=after(days=1), told="好的"
    )
    for phrase in REMEMBERED:
        assert finds(where.front, phrase) == [wanted], phrase
    for phrase in ("3栋", "3栋2单元", "2026年11月", "202611", "11月", "2026年"):
        assert finds(where.front, phrase) == [other, wanted], phrase
    for phrase in WRITTEN_BY_NOBODY:
        page = search(where.front, LATER, phrase)
        assert (page.rows, page.total, page.capped, page.after) == ((), 0, False, None), phrase


HOSTILE = (
    "'", '"', 'a"b', "'' OR 1", "NEAR(a b, 2)", "* ^ :", "\\", "%_%", "𠮷'", "AND OR NOT", "((", "c=2", "{words} : x",
    "灯*", "\x00", "-", "--", "+", "①②㎡", "照明' & 'x", "照明:*", "\ud800", "word" * 500, "照 " * 300, "3-", "-3",
    "9" * 40, "0-0-0", "KF1-", "2026-13-45",
)  # fmt: skip


def test_nothing_that_can_be_typed_is_an_error(where: Centre) -> None:
    build.registered(where)
    for phrase in HOSTILE:
        assert search(where.front, LATER, phrase).total in (0, 1), phrase
        households(where.front, LATER, phrase)
        located(where.community, phrase.replace("\x00", "").replace("\ud800", ""))


def test_words_that_only_touch_across_a_break_are_no_word(where: Centre) -> None:
    build.registered(where, content="漏水 水管，电梯")
    assert not finds(where.front, "漏水管")
    assert not finds(where.front, "管电")
    assert finds(where.front, "水管 漏水")


def test_a_room_or_number_named_in_a_text_is_found_by_it(where: Centre) -> None:
    case = build.registered(where, content="水漏到3-2-1101了，单号 12345-2026-77。")
    for phrase in ("3-2-1101", "3栋2单元1101", "12345-2026-77", "漏到3"):
        assert finds(where.front, phrase) == [case], phrase
    assert not finds(where.front, "3-2-1102")


def test_an_imported_case_is_found_by_the_number_on_its_paper(where: Centre) -> None:
    imported = test_paper_cases.imported
    imported(
        where, test_paper_cases.sheet(**{"客服2026-031": ("待分派", "", "", ""), "P5": test_paper_cases.STATES["P5"]})
    )
    for phrase in ("客服2026-031", "2026-031"):
        assert [case.state for case in finds(where.front, phrase)] == ["passed_on"], phrase
    assert [case.state for case in finds(where.front, "P5 换灯泡")] == []
    assert [case.state for case in finds(where.front, "换灯泡 1201")] == ["reviewing"]
    assert not list(faults(where.community))


def test_notes_results_and_opinions_are_found_with_the_words_around_them(where: Centre) -> None:
    case = build.archived(where)
    for phrase, step in (
        ("更换三盏", "report"),
        ("很好", "follow_up"),
        ("2026-KF1-03", "archive"),
        ("照明", "register"),
    ):
        page = search(where.front, LATER, phrase)
        assert [(hit.case, hit.step) for hit in page.rows] == [(case, step)], phrase
    assert search(where.front, LATER, "三盏灯").rows[0].excerpt == "已更换三盏灯。"
    assert search(where.front, LATER, "更换 zxm").total == 1
    assert search(where.front, LATER, "三").total == 1


def test_pages_follow_a_key_and_show_every_case_once_newest_first(where: Centre) -> None:
    cases = [build.dispatched(where, at=after(minutes=each)) for each in range(7)]
    for case in cases[::2]:
        build.took(case, where.front, "note", at=after(hours=2), note="照明又问了一次")
    seen: list[Case] = []
    key = None
    for size in (3, 3, 1):
        page = search(where.front, LATER, "照明", after=key, limit=3)
        assert (len(page.rows), page.total, page.capped) == (size, 7, False)
        seen += found(page)
        key = page.after
    assert key is None
    assert seen == cases[::-1]
    assert found(search(where.front, LATER, "", limit=3)) == cases[:-4:-1]
    assert found(search(where.front, LATER, "", after=seen[2].pk, limit=3)) == cases[3:0:-1]


def test_totals_beyond_the_bound_are_told_as_such(where: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    for each in range(4):
        build.registered(where, at=after(minutes=each))
    monkeypatch.setattr("anju.records.search.EXACT", 3)
    page = search(where.front, LATER, "照明", limit=2)
    assert (page.total, page.capped) == (3, True)


def test_filters_narrow_by_day_person_state_and_class(where: Centre) -> None:
    one = build.dispatched(where, at=NOON)
    two = build.registered(where, at=after(days=3), category="green")
    day, next_day = NOON.date(), after(days=3).date()
    for filters, wanted in (
        (Filters(since=day), [two, one]),
        (Filters(until=day), [one]),
        (Filters(since=next_day, until=next_day), [two]),
        (Filters(since=next_day, until=day), []),
        (Filters(acted=where.director), [one]),
        (Filters(states=frozenset({"handling"})), [one]),
        (Filters(categories=frozenset({"green"})), [two]),
        (Filters(natures=frozenset({"repair"})), []),
        (Filters(community=where.other), []),
        (Filters(community=where.community), [two, one]),
    ):
        assert finds(where.front, "照明", filters) == wanted
        assert finds(where.front, "", filters) == wanted
        assert search(where.front, LATER, "照明", filters).total == len(wanted)


# -- who may find it --------------------------------------------------------------------------------------


def test_what_one_may_not_see_is_neither_found_nor_counted(where: Centre) -> None:
    build.registered(where)
    mine = build.dispatched(where, at=after(minutes=5))
    calling = build.to_follow_up(where, at=after(hours=5))
    build.authorised(where, holder=where.guard)
    everybody = (
        where.front, where.night, where.director, where.archivist, where.handler, where.mate, where.foreman,
        where.guard, where.stranger, where.office, where.executive, where.administrator,
    )  # fmt: skip
    for person in everybody:
        visible = set(Case.objects.visible_to(person, LATER))
        for phrase in ("照明", "zxm", "1234", "1201", "照", ""):
            page = search(person, LATER, phrase)
            assert (set(found(page)), page.total) == (visible, len(visible)), (person, phrase)
    assert finds(where.handler, "照明") == [calling, mine]
    assert finds(where.guard, "照明") == [calling]
    assert not finds(where.stranger, "照明")


def test_a_stand_in_searches_as_the_director(where: Centre) -> None:
    case = build.registered(where)
    assert not finds(where.guard, "照明")
    build.away(where, where.director, stand_in=where.guard)
    assert found(search(build.staff("Y007"), after(hours=1), "照明")) == [case]
    assert not search(build.staff("Y007"), after(days=2), "照明").total


# -- the intake's one box ---------------------------------------------------------------------------------


def places(person: Person, phrase: str, **other: object) -> list[str]:
    return [each.place.code for each in households(person, LATER, phrase, **other)]  # type: ignore[arg-type]


IN_ONE_BOX = (
    "3-2-1201", "三栋二单元1201", "３－２－１２０１", "3#1201", "3 2 1201", "1201室", "曾晓梅", "晓梅", "梅", "zxm",
    "zengxiao", "1234", "13887001234", "1201 曾", "3栋 zxm",
)  # fmt: skip


def test_the_intake_finds_the_household_in_one_box(where: Centre) -> None:
    build.resident(where)
    build.resident(where, name="李华", room="3-2-1202", phone="13900005678")
    for phrase in IN_ONE_BOX:
        [dwelling] = households(where.front, LATER, phrase)
        assert dwelling.place.code == "3-2-1201", phrase
        [lives] = dwelling.people
        assert (lives.name, lives.role, lives.phones) == ("曾晓梅", "owner", ("138****1234",))


def test_shops_and_parking_spaces_are_found_in_their_own_words(where: Centre) -> None:
    root = Location.objects.get(community=where.community, kind="community")
    garage = build.place(where.office, root, "garage", "B1")
    build.place(where.office, garage, "parking", "B1-023")
    build.place(where.office, root, "shop", "商铺12")
    build.place(where.office, root, "shop", "14#")
    for phrase in ("B1-023", "b1-23", "负一层023", "车位023", "23号车位", "B1-23车位"):
        assert places(where.front, phrase) == ["B1-023"], phrase
    assert places(where.front, "12号商铺") == ["商铺12"]
    assert places(where.front, "14#") == ["14#"]
    assert places(where.front, "gate") == ["gate"]
    assert places(where.front, "3栋") == ["3-2", "3-2-1201", "3-2-1202"]
    assert places(where.front, "3-2-1202", limit=1) == ["3-2-1202"]


def test_what_is_typed_means_one_place_of_the_register_or_none(where: Centre) -> None:
    root = Location.objects.get(community=where.community, kind="community")
    build.place(where.office, root, "shop", "14#")
    build.place(where.office, build.place(where.office, root, "garage", "B1"), "parking", "B1-023")
    build.place(where.office, build.place(where.office, root, "building", "4"), "room", "4-1201")
    for typed, code in (
        ("３栋２单元１２０１室", "3-2-1201"), ("3-2-1201", "3-2-1201"), ("3#1202", "3-2-1202"), ("1202", "3-2-1202"),
        ("14#", "14#"), ("14", "14#"), ("商铺14", "14#"), ("车位23", "B1-023"), ("b1-23", "B1-023"), ("gate", "gate"),
        ("四栋1201", "4-1201"),
    ):  # fmt: skip
        found = located(where.community, typed)
        assert found and found.code == code, typed
    for typed in ("1201", "9-9-999", "", "，", "门口"):
        assert located(where.community, typed) is None, typed


def test_who_moved_out_no_longer_finds_the_room(where: Centre) -> None:
    from anju.actions.residents import end_residency
    from anju.records.models import Residency

    build.resident(where)
    end_residency(
        by=where.director, key=build.key(), now=NOON, residency=Residency.objects.get(), ends_on=after(days=5).date()
    )
    assert [each.place.code for each in households(where.front, after(days=5), "zxm")] == ["3-2-1201"]
    assert households(where.front, after(days=6), "zxm") == []
    [empty] = households(where.front, after(days=6), "3-2-1201")
    assert empty.people == ()


def test_only_households_of_ones_own_communities_are_found(where: Centre) -> None:
    build.resident(where)
    assert not households(where.stranger, LATER, "zxm")
    assert [each.community.code for each in (h.place for h in households(where.stranger, LATER, "1201"))] == ["DC"]
    assert len(households(where.office, LATER, "3-2-1201")) == 2
    assert len(households(where.office, LATER, "3-2-1201", community=where.other)) == 1
    assert not households(where.front, LATER, "3-2-1201", community=where.other)
    assert not households(where.front, LATER, "，")


# -- the index is what the records make it ----------------------------------------------------------------


def test_the_index_is_what_the_records_would_make_it(where: Centre) -> None:
    build.resident(where)
    build.archived(where)
    build.dispatched(where, "ENG", "ORD")
    assert [*faults(where.community), *faults(where.other)] == []
    before = [sorted(model.objects.values_list()) for model in (CaseText, PlaceText)]
    assert hands.rebuild() == (2, Location.objects.count())
    assert [sorted(model.objects.values_list()) for model in (CaseText, PlaceText)] == before


def test_the_command_makes_the_index_anew(where: Centre) -> None:
    case = build.registered(where)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM records_casetext")
    assert not finds(where.front, "照明")
    said = StringIO()
    call_command("search", "--rebuild", stdout=said)
    assert said.getvalue() == f"The index was made anew: 1 cases, {Location.objects.count()} places.\n"
    assert finds(where.front, "照明") == [case]


def test_rows_that_differ_from_the_records_are_findings(where: Centre) -> None:
    case = build.archived(where)
    build.resident(where)
    for tampering in ("UPDATE records_casetext SET words = 'x'", "DELETE FROM records_placetext WHERE phones <> ''"):
        with connection.cursor() as cursor:
            cursor.execute(tampering)
    kinds = {(each.kind, each.subject) for each in faults(where.community)}
    assert kinds == {("index_differs", case.first_number), ("index_differs", "3-2-1201")}
    hands.rebuild()
    assert not list(faults(where.community))


def test_7_1_10_what_was_erased_leaves_the_index(where: Centre) -> None:
    case = build.archived(where)
    doing = Doing(where.office, build.key(), LATER)
    erase(doing, number=case.number, names=["phone", "name"], reason="本人要求")
    assert finds(where.front, "照明") == [case]
    for phrase in ("zxm", "曾晓梅", "1234"):
        assert not finds(where.front, phrase)
    erase(Doing(where.office, build.key(), LATER), number=case.number, names=None, reason="本人要求")
    assert not finds(where.front, "照明")
    assert not finds(where.front, "三盏灯")
    assert finds(where.front, case.number) == [case]
    assert finds(where.front, "3-2-1201") == [case]
    assert not list(faults(where.community))


def test_7_1_10_an_erased_resident_leaves_the_index(where: Centre) -> None:
    resident = build.resident(where)
    erase_resident(Doing(where.office, build.key(), LATER), resident=resident, reason="本人要求")
    assert not places(where.front, "zxm")
    assert not places(where.front, "1234")
    assert places(where.front, "3-2-1201") == ["3-2-1201"]
    assert not list(faults(where.community))


def test_7_1_10_nothing_erased_is_left_in_the_tables_of_the_index(where: Centre, on_sqlite: bool) -> None:
    case = build.registered(where, content="鸑鷟之事", phone="19912345678")
    for each in range(3):
        build.registered(where, at=after(minutes=each + 1))
    erase(Doing(where.office, build.key(), LATER), number=case.number, names=None, reason="本人要求")
    if not on_sqlite:
        assert raw("SELECT count(*) FROM records_casetext WHERE tokens::text LIKE '%鸑鷟%'") == [(0,)]
        return
    held = b"".join(block for (block,) in raw("SELECT block FROM records_casetext_data") if isinstance(block, bytes))
    assert "鸑".encode() not in held
    assert b"87654321991" not in held
    assert raw("SELECT count(*) FROM records_casetext_content WHERE c2 LIKE '%鸑%'") == [(0,)]


def test_an_act_that_fails_leaves_no_row(where: Centre) -> None:
    from anju.procedure.words import Refused

    build.registered(where)
    rows = CaseText.objects.count()
    with pytest.raises(Refused):
        build.registered(where, content="没有这个房号", place="9-9-9999")
    assert CaseText.objects.count() == rows


def test_the_post_of_a_person_decides_at_the_time_of_asking(where: Centre) -> None:
    build.registered(where)
    late = build.person(where.administrator, "Y099", "新来的", (Post.ARCHIVIST, where.community, None))
    assert len(finds(late, "照明")) == 1
    assert not search(late, NOON - timedelta(days=365), "照明").total
