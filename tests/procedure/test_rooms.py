"""Rooms as people say and write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.procedure import rooms

SPELLINGS = (
    ("3-2-1201", "3-2-1201"), ("3栋2单元1201", "3-2-1201"), ("三栋二单元1201室", "3-2-1201"), ("3#2.1201", "3-2-1201"),
    ("3号楼2单元1201", "3-2-1201"), ("３－２－１２０１", "3-2-1201"), ("3.2.1201", "3-2-1201"),
    ("3/2/1201", "3-2-1201"),
    ("3 2 1201", "3-2-1201"), ("3幢2单元1201房", "3-2-1201"), ("三栋二单元一二〇一", "3-2-1201"),
    ("3栋2单元12楼1201", "3-2-1201"), ("3栋2单元12层1201号", "3-2-1201"), ("3—2—1201", "3-2-1201"),
    ("3#1201", "3-1201"), ("二十三栋1201", "23-1201"), ("十二号楼一百零二室", "12-102"), ("A座1201", "A-1201"),
    ("a座1201", "A-1201"), ("二期3栋2单元1201", "2-3-2-1201"), ("3楼301", "3-301"), ("甲单元302", "甲-302"),
    ("东区3栋201", "东-3-201"), ("D区", "D"), ("2501-2", "2501-2"), ("26F", "26F"), ("1201室", "1201"),
    ("B1-023", "B1-023"), ("负一层023", "B1-023"), ("负1楼-023", "B1-023"), ("-1层023", "B1-023"),
    ("车位023", "车位023"), ("023车位", "车位023"), ("023号车位", "车位023"), ("14#车位", "车位14"),
    ("B1车库023车位", "车位B1-023"), ("地下车库023", "车库023"), ("商铺12", "商铺12"), ("12号商铺", "商铺12"),
    ("3栋5号铺", "商铺3-5"), ("底商8", "商铺8"),
)  # fmt: skip
# As registers in use really have them.
IN_REGISTERS = (
    "14#车位", "N712", "210", "1407", "5004", "615A", "2501A", "B706", "2404B", "安富车位", "405-1", "7F", "电梯",
    "1101b", "1007A", "小门", "1-2", "1403b", "1A", "1005-1", "地下室", "6C", "505-6", "A1001", "大堂", "1#", "1-0",
    "B505A", "电动汽车", "N613", "N710 711", "14", "大堂2", "1003-A", "2501-2", "26F", "1#车位",
)  # fmt: skip


@pytest.mark.parametrize(("typed", "form"), SPELLINGS)
def test_every_spelling_stands_for_one_form(typed: str, form: str) -> None:
    assert rooms.spoken(typed)[0] == form
    assert rooms.key(typed) == rooms.key(form)


@pytest.mark.parametrize("code", IN_REGISTERS)
def test_what_registers_have_is_accepted_as_it_is(code: str) -> None:
    assert code in rooms.spoken(code)
    assert rooms.key(code) in rooms.keys(code)


@pytest.mark.parametrize(
    "text", ["", " ", "电梯", "漏水", "wifi", "王师傅", "13812345678", "2026年11月", "车位", "栋", "-"]
)
def test_what_is_no_room_is_left_alone(text: str) -> None:
    assert rooms.room(text) is None
    assert rooms.spoken(text)[0] == text.strip()


def test_a_room_is_found_whole_without_its_unit_and_by_its_last_part() -> None:
    assert rooms.keys("3-2-1201") == ("3-2-1201", "1201", "3-1201")
    assert rooms.key("3-2-0301") == rooms.key("3栋2单元301")


def test_a_parking_space_is_found_by_its_use_and_by_its_bare_number() -> None:
    assert {rooms.key("车位23"), rooms.key("B1-23"), rooms.key("B1-23车位")} <= set(rooms.keys("B1-023", "parking"))
    assert rooms.key("14号车位") in rooms.keys("14#车位")
    assert "14" in rooms.keys("14#车位")
    assert rooms.key("14号车位") not in rooms.keys("14")


def test_a_building_or_unit_leaves_the_room_open() -> None:
    assert [rooms.room(text).open for text in ("3栋", "3栋2单元", "D区")] == [True] * 3  # type: ignore[union-attr]
    assert not any(rooms.room(text).open for text in ("3栋1201", "3-2", "1201室"))  # type: ignore[union-attr]


WILD = st.text(st.sampled_from("0123456789ABab-－#.栋单元室号楼层期区负地下车位铺一二十百〇 　/两 Ⅷ㈢①𠮷"), max_size=14)


@given(WILD | st.text(max_size=20))
def test_reading_never_fails_and_reading_again_changes_nothing(text: str) -> None:
    form = rooms.spoken(text)[0]
    assert rooms.spoken(form)[0] == form
    assert rooms.key(form) == rooms.key(text)
    rooms.keys(text, "parking")


def chinese(number: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


FORMS = (
    "{b}-{u}-{r}", "{b}栋{u}单元{r}", "{b}栋{u}单元{r}室", "{b}号楼{u}单元{r}号", "{b}#{u}单元{r}", "{b}/{u}/{r}",
    "{b}.{u}.{r}",
    "{b} {u} {r}", " {b}幢 {u}单元 {r} 房", "{bc}栋{uc}单元{r}", "{bc}栋{uc}单元{rc}室",
)  # fmt: skip


@given(st.tuples(st.integers(1, 99), st.integers(1, 9), st.integers(100, 4099)), st.sampled_from(FORMS), st.booleans())
def test_all_spellings_of_any_room_are_one(places: tuple[int, int, int], form: str, wide: bool) -> None:
    building, unit, number = places
    text = form.format(b=building, u=unit, r=number, bc=chinese(building), uc=chinese(unit), rc=chinese(number))
    if wide:
        text = "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)
    assert rooms.spoken(text)[0] == f"{building}-{unit}-{number}"
