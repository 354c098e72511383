"""§9.0 - Registers of other systems: headers by their names, rooms as they are written, cells as they are meant."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.procedure.instants import ZONE
from anju.procedure.places import Place, Tree, Unreadable, path_of
from anju.procedure.posts import Post
from anju.procedure.register_columns import REGISTERS, RESIDENTS, ROOMS
from anju.procedure.register_values import day_of, parted, phones_of, post_of, role_of, when_of
from anju.procedure.registers import Fault, Verdict, clean, header_of, letters, plain_title
from anju.procedure.words import Refused, Words


def codes(**values: str) -> list[tuple[str, str]]:
    return [(each.code, each.kind) for each in path_of(values)]


@pytest.mark.parametrize(
    "header",
    [
        ("楼号", "单元", "房间", "楼层"),
        ("*楼栋 (必填)", "单元号：", "房 号", "备注"),
        ("Building", "UNIT", "Room No.", "Remark"),
        ("building", "unit", "room", ""),
    ],
)
def test_9_0_a_header_is_matched_by_its_names_however_they_are_dressed(header: tuple[str, ...]) -> None:
    heading = header_of(ROOMS, [header], {})
    assert dict(heading.columns) == {"building": 1, "unit": 2, "room": 3}


def test_9_0_a_title_may_stand_above_the_header() -> None:
    heading = header_of(ROOMS, [("云岭花园房屋台账",), (), ("楼栋", "房号"), ("3", "1201")], {})
    assert (heading.row, dict(heading.columns)) == (3, {"building": 1, "room": 2})


def test_9_0_columns_are_named_by_hand_or_left_out_by_title_or_letter() -> None:
    header = ("栋别", "单元代码", "门")
    heading = header_of(ROOMS, [header], {"门": "room", "A": "building", "单元代码": ""})
    assert dict(heading.columns) == {"building": 1, "room": 3}
    assert heading.unused == ("单元代码",)


@pytest.mark.parametrize(
    ("rows", "by_hand", "says"),
    [
        ([("甲", "乙")], {}, "No header was found"),
        ([("楼栋", "面积")], {}, "Missing columns: Room. The header has: 楼栋、面积."),
        ([("楼栋", "房号")], {"户型": "room"}, "The header has no column “户型”"),
        ([("楼栋", "房号")], {"房号": "flat"}, "There is no field “flat”"),
        ([("楼栋", "房号")], {"楼栋": "room", "房号": "room"}, "Two columns were named for “Room”"),
    ],
)
def test_9_0_a_header_that_will_not_do_is_refused_with_what_is_missing(
    rows: list[tuple[str, ...]], by_hand: dict[str, str], says: str
) -> None:
    with pytest.raises(Refused) as refused:
        header_of(ROOMS, rows, by_hand)
    assert says in refused.value.say("en")
    assert refused.value.say("zh")


def test_9_0_no_two_columns_of_a_register_answer_to_the_same_title() -> None:
    for register in REGISTERS.values():
        titles = [
            (plain_title(name), column.name)
            for column in register.columns
            for name in {column.name, column.words.zh, column.words.en, *column.aliases}
        ]
        assert len({title for title, _ in set(titles)}) == len(set(titles)), register.kind


@pytest.mark.parametrize("written", ["3", "三", "3栋", "三栋", "3号楼", "3#", "３栋", " 3 幢 "])
def test_9_0_a_building_is_the_same_however_it_is_written(written: str) -> None:
    assert codes(building=written, unit="2单元", room="1201室")[-1] == ("3-2-1201", "room")


@pytest.mark.parametrize("door", ["2501-2", "26F", "7F", "1-0", "1#", "N712", "B505A", "1101b", "1003-A", "505-6"])
def test_9_0_a_room_number_is_accepted_as_it_is(door: str) -> None:
    assert codes(room=door) == [(door, "room")]
    assert codes(building="3", room=door) == [("3", "building"), (f"3-{door}", "room")]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"room": "三栋二单元1201室"}, [("3", "building"), ("3-2", "unit"), ("3-2-1201", "room")]),
        ({"room": "3-2-1201"}, [("3", "building"), ("3-2", "unit"), ("3-2-1201", "room")]),
        ({"room": "3栋1201"}, [("3", "building"), ("3-1201", "room")]),
        (
            {"building": "3", "unit": "2", "room": "3-2-1201"},
            [("3", "building"), ("3-2", "unit"), ("3-2-1201", "room")],
        ),
        (
            {"building": "紫荆苑", "unit": "0", "room": "8", "kind": "商铺"},
            [("紫荆苑", "building"), ("紫荆苑-8", "shop")],
        ),
        ({"unit": "0014003381", "room": "14#车位"}, [("0014003381", "building"), ("0014003381-14#车位", "parking")]),
        ({"phase": "2", "building": "3", "room": "101"}, [("2期", "phase"), ("3", "building"), ("3-101", "room")]),
        ({"room": "大堂"}, [("大堂", "place")]),
    ],
)
def test_9_0_a_row_names_its_places_from_the_top_down(values: dict[str, str], found: list[tuple[str, str]]) -> None:
    assert codes(**values) == found


@pytest.mark.parametrize("door", ["1201(复式)", "=1+1", "a/b", "-1", "1" * 40])
def test_9_0_a_room_that_no_code_can_hold_is_said_so(door: str) -> None:
    with pytest.raises(Unreadable) as why:
        path_of({"building": "3", "room": door} if door != "-1" else {"room": door})
    assert why.value.field == "room"


def laid(*rows: dict[str, str], has_parts: bool = True, known: tuple[Place, ...] = ()) -> list[Verdict]:
    tree = Tree({each.code: each for each in known}, has_parts, {}, [], {})
    return [tree.lay(line, path_of(row), kind_given="kind" in row)[0] for line, row in enumerate(rows, 2)]


def test_9_0_a_register_without_buildings_may_not_name_a_room_twice() -> None:
    twice = ({"room": "101"}, {"room": "101"})
    assert laid(*twice, has_parts=False) == [Verdict.NEW, Verdict.REFUSED]
    assert laid(*({"building": "3", **row} for row in twice)) == [Verdict.NEW, Verdict.SAME]


def test_9_0_what_stands_already_is_the_same_or_refused_when_it_is_something_else() -> None:
    known = (Place("3", "building", "", "3"), Place("3-101", "shop", "3", "x"))
    assert laid({"building": "3", "room": "101"}, known=known) == [Verdict.SAME]
    assert laid({"building": "3", "room": "101", "kind": "住宅"}, known=known) == [Verdict.REFUSED]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2026-10-01", datetime(2026, 10, 1, 9, 0, tzinfo=ZONE)),
        ("2026/10/1 8:05", datetime(2026, 10, 1, 8, 5, tzinfo=ZONE)),
        ("2026年10月1日", datetime(2026, 10, 1, 9, 0, tzinfo=ZONE)),
        ("２０２６.10.01", datetime(2026, 10, 1, 9, 0, tzinfo=ZONE)),
        ("20261001", datetime(2026, 10, 1, 9, 0, tzinfo=ZONE)),
        ("46296", datetime(2026, 10, 1, 9, 0, tzinfo=ZONE)),
        ("2026-13-01", None), ("2026-02-30", None), ("next week", None), ("1201", None), ("1026-10-01", None),
    ],
)  # fmt: skip
def test_9_0_a_day_is_read_as_people_and_spreadsheets_write_it(text: str, when: datetime | None) -> None:
    assert when_of(text) == when
    assert day_of(text) == (when.date() if when else None)


def test_9_0_phones_roles_and_posts_are_read_by_their_words() -> None:
    assert phones_of("13900001443、0871-65551234；13900001443") == ["13900001443", "0871-65551234"]
    assert phones_of("") == []
    assert phones_of("18900009999") == []
    assert phones_of("ask the neighbour") is None
    assert [role_of(each) for each in ("业主", "1003", "Tenant", "家庭成员", "cousin")] == [
        "owner", "tenant", "tenant", "family", "",
    ]  # fmt: skip
    assert [post_of(each) for each in ("前台", "Front desk", "领班", "gardener")] == [
        Post.FRONT_DESK, Post.FRONT_DESK, Post.FOREMAN, None,
    ]  # fmt: skip
    assert parted("甲, 乙、丙") == ["甲", "乙", "丙"]


def test_9_0_a_fault_names_row_column_and_mend_in_both_languages() -> None:
    heading = header_of(RESIDENTS, [("x",), ("楼栋", "房号", "姓名")], {})
    fault = heading.fault(7, "room", Words("没有“{code}”。", "There is no {code}."), code="9-1")
    assert fault.say("zh") == "第 7 行“房号”（B 列）：没有“9-1”。"
    assert fault.say("en") == "Row 7, “房号” (column B): There is no 9-1."
    assert Fault(7, Words("坏", "bad")).say("en") == "Row 7: bad"


@given(st.text(max_size=60))
def test_9_0_any_text_is_cleaned_once_and_for_all(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(
    st.dictionaries(st.sampled_from(["phase", "building", "unit", "kind"]), st.text(max_size=20)), st.text(max_size=20)
)
def test_9_0_any_row_is_a_path_or_says_which_cell_is_unreadable(row: dict[str, str], room: str) -> None:
    values = {name: clean(text) for name, text in {**row, "room": room}.items() if clean(text)}
    if "room" not in values:
        return
    try:
        path = path_of(values)
    except Unreadable as why:
        assert why.field in ("phase", "building", "unit", "room")
    else:
        earlier = [[before.code for before in path[:place]] for place in range(len(path))]
        assert path[0].above == ""
        assert all(each.above in codes for each, codes in zip(path[1:], earlier[1:], strict=True))
        assert all(0 < len(each.code) < 40 for each in path)


@given(st.integers(1, 20_000))
def test_9_0_columns_have_their_letters(column: int) -> None:
    number = 0
    for letter in letters(column):
        number = number * 26 + ord(letter) - 64
    assert number == column
