"""§3.0 — The flow chart: read off the rows, drawn without a hand, and safe in a page that allows no inline style."""

import re
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest

from anju.procedure import mermaid
from anju.procedure.chart import Lane, entered, is_anywhere, lanes
from anju.procedure.flow_layout import HEIGHT, WIDTH, Layout, layout
from anju.procedure.flow_parts import Standing, breadth, broken, fitted
from anju.procedure.flow_svg import flow_svg
from anju.procedure.natures import TABLES
from anju.procedure.posts import Post
from anju.procedure.steps import Branch, State, Step, Subject, Table
from anju.procedure.whole_svg import nature_key, whole_svg
from anju.procedure.words import Language, Words

SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - our own text


def words(name: str) -> Words:
    return Words(f"字{name}", f"word <{name}> & more")


def step(name: str, leaves: str, enters: str | tuple[Branch, ...] | None, clause: str = "7.1.6") -> Step:
    return Step(name, words(name), clause, Subject.CASE, frozenset(leaves), enters, frozenset({Post.DIRECTOR}))


def small_table(*steps: Step, staged: bool = False) -> Table:
    """Five states a..e; without stages they are laid out by layers."""
    stages = dict(zip("abcde", "11223", strict=True)) if staged else dict.fromkeys("abcde", "")
    states = tuple(State(name, words(name), "waits", stage=stages[name]) for name in "abcde")
    return Table("small", words("small"), "KF1", "9.1", words("form"), "7.1.5", states, (), steps, (), ())


BRANCHES = (Branch("d", words("fine"), lambda asked: True), Branch("a", words("again")))
STEPS = (
    step("begin", "", "a"),
    step("go", "a", "b"),
    step("skip", "a", "d"),
    step("ask", "b", "c"),
    step("answer", "c", BRANCHES),
    step("back", "d", "b"),
    step("end", "d", "e"),
    step("drop", "abcd", "e", "7.1.8"),
    step("note", "abc", None, "7.1.8"),
)
CHARTS = [*TABLES.values(), small_table(*STEPS), small_table(*STEPS, staged=True)]
ALL_CHARTS = pytest.mark.parametrize("table", CHARTS, ids=["other", "small by layers", "small by stages"])


def plans(table: Table) -> list[tuple[Lane, Layout]]:
    return [(lane, layout(lane)) for lane in lanes(table)]


@ALL_CHARTS
def test_3_0_every_way_of_every_step_is_an_arrow_or_stands_beside(table: Table) -> None:
    for lane in lanes(table):
        drawn = {(arrow.source, arrow.target): arrow.words for arrow in lane.arrows}
        beside = {each for box in lane.beside for each in box.words}
        for each in (each for each in table.steps if each.subject is lane.subject and not each.goes_back):
            if is_anywhere(each):
                assert each.words in beside
                continue
            for source in each.leaves or {""}:
                for target in entered(each):
                    assert target == source or (source, target) in drawn


@ALL_CHARTS
def test_3_0_every_arrow_is_of_a_step_or_of_what_the_legs_report(table: Table) -> None:
    known = {each.words for each in table.steps}
    known |= {
        branch.when for each in table.steps if isinstance(each.enters, tuple) for branch in each.enters if branch.when
    }
    known |= {branch.when for branch in table.case_follows if branch.when}
    for lane in lanes(table):
        assert {each for arrow in lane.arrows for each in arrow.words} <= known


@ALL_CHARTS
def test_3_0_what_goes_back_to_an_earlier_state_is_dashed(table: Table) -> None:
    for lane in lanes(table):
        order = [state.name for state in (table.states if lane.subject is Subject.CASE else table.leg_states)]
        for arrow in lane.arrows:
            if arrow.source:
                assert arrow.back == (order.index(arrow.target) < order.index(arrow.source))


@ALL_CHARTS
def test_3_0_no_two_boxes_overlap(table: Table) -> None:
    for _, plan in plans(table):
        for (x, y), (other_x, other_y) in combinations(plan.places.values(), 2):
            assert abs(x - other_x) >= WIDTH or abs(y - other_y) >= HEIGHT


@ALL_CHARTS
def test_3_0_arrows_run_level_or_upright_from_box_to_box_and_through_none(table: Table) -> None:
    for _, plan in plans(table):
        for drawn in plan.arrows:
            ends = {drawn.arrow.source: drawn.corners[0], drawn.arrow.target: drawn.corners[-1]}
            for key, (x, y) in ends.items():
                if key:
                    left, top = plan.places[key]
                    assert x in (left, left + WIDTH) or y in (top, top + HEIGHT)
                    assert left <= x <= left + WIDTH and top <= y <= top + HEIGHT
            for (x, y), (next_x, next_y) in pairwise(drawn.corners):
                assert x == next_x or y == next_y
                for left, top in plan.places.values():
                    across = min(x, next_x) < left + WIDTH and left < max(x, next_x)
                    down = min(y, next_y) < top + HEIGHT and top < max(y, next_y)
                    level = y == next_y and top < y < top + HEIGHT and across
                    upright = x == next_x and left < x < left + WIDTH and down
                    assert not level and not upright, drawn


@ALL_CHARTS
def test_3_0_no_two_arrows_share_a_stretch(table: Table) -> None:
    for _, plan in plans(table):
        for one, other in combinations(plan.arrows, 2):
            for (a, b), (c, d) in ((p, q) for p in pairwise(one.corners) for q in pairwise(other.corners)):
                for along, beside in ((0, 1), (1, 0)):
                    same = a[beside] == b[beside] == c[beside] == d[beside]
                    overlap = min(max(a[along], b[along]), max(c[along], d[along])) - max(
                        min(a[along], b[along]), min(c[along], d[along])
                    )
                    assert not (same and overlap > 0), (one.arrow, other.arrow)


@ALL_CHARTS
@pytest.mark.parametrize("language", ["zh", "en"])
def test_3_0_the_drawing_stays_on_its_sheet_and_holds_no_style(table: Table, language: Language) -> None:
    text = flow_svg(table, language, {"handling": 12}, late={"handling": 3})
    root = parsed(text)
    width, height = int(root.get("width", "0")), int(root.get("height", "0"))
    assert root.get("viewBox") == f"0 0 {width} {height}"
    for element in root.iter():
        assert "style" not in element.attrib
        assert element.tag not in (f"{SVG}style", f"{SVG}script", f"{SVG}image", f"{SVG}foreignObject")
        assert not [name for name in element.attrib if name.startswith("on")]
    for _, plan in plans(table):
        for x, y in (corner for drawn in plan.arrows for corner in drawn.corners):
            assert 0 <= x <= width and 0 <= y <= height
    assert all(int(each.get("font-size", "0")) >= 12 for each in root.iter(f"{SVG}text"))


def test_3_0_boxes_say_how_many_stand_there_and_how_many_late() -> None:
    table = TABLES["other"]
    text = flow_svg(table, "zh", {"handling": 12, "leg.working": 15, "void": 2}, late={"handling": 3})
    assert text.count("12 件") == 1
    assert text.count("15 件") == 1
    assert text.count(">2 件<") == 1
    assert text.count("超时 3") == 1
    assert " 件" not in flow_svg(table, "zh")


def test_3_0_a_box_with_a_link_can_be_pressed_and_names_its_state() -> None:
    text = flow_svg(TABLES["other"], "zh", links={"follow_up": "/flow?state=follow_up&community=YL"})
    root = parsed(text)
    links = list(root.iter(f"{SVG}a"))
    assert [link.get("href") for link in links] == ["/flow?state=follow_up&community=YL"]
    assert [group.get("data-state") for group in links[0].iter(f"{SVG}g")] == ["follow_up"]


def test_3_0_words_are_written_so_that_they_cannot_break_the_drawing() -> None:
    text = flow_svg(CHARTS[1], "en")
    assert parsed(text).get("class") == "flow"
    assert "word <" not in text and "word &lt;" in text


@pytest.mark.parametrize("room", [30, 60, 100, 400])
@pytest.mark.parametrize("text", ["待确认无法联系", "Unreachable, to confirm", "认可反馈、退回反馈、加派部门", ""])
def test_3_0_words_are_cut_to_the_room_they_have(text: str, room: int) -> None:
    assert breadth(fitted(text, room)) <= room
    lines = broken(text, room, 12)
    assert len(lines) <= 2
    assert breadth(text) > room or lines == [text]


@ALL_CHARTS
@pytest.mark.parametrize("language", ["zh", "en"])
def test_3_0_the_mermaid_chart_names_each_end_of_each_arrow(table: Table, language: Language) -> None:
    chart = mermaid.chart(table, language)
    named = set(re.findall(r"^\s+(\w+)[\[(]", chart, re.MULTILINE))
    for line in chart.splitlines():
        arrow = re.match(r'\s+(\w+)(?:\(\( \)\))? (?:--|-\.) ".*" (?:-->|\.->) (\w+)', line)
        if arrow:
            assert arrow[2] in named or f"{arrow[2]}[" in line
            assert arrow[1] in named or arrow[1].endswith("_start")


def test_3_0_the_whole_chart_shows_both_ways_in_every_nature_and_what_is_still_on_paper() -> None:
    chart = mermaid.workflow(TABLES, "zh")
    for number in ("4.1", "4.2", "7.1.1", "7.1.2", "7.1.3", "7.1.4", "7.1.5", "7.2", "7.1.11", "8.1", "8.2"):
        assert f"§{number}" in chart
    assert chart.count("纸单") == 3
    assert mermaid.workflow({}, "zh").count("纸单") == 4


@pytest.mark.parametrize("language", ["zh", "en"])
def test_3_0_the_whole_drawing_has_both_ways_in_the_natures_and_what_follows(language: Language) -> None:
    sheets = whole_svg(TABLES["other"], TABLES, language)
    for text in sheets:
        root = parsed(text)
        width, height = int(root.get("width", "0")), int(root.get("height", "0"))
        assert not [each for each in root.iter() if "style" in each.attrib or each.tag == f"{SVG}style"]
        for each in root.iter(f"{SVG}rect"):
            x, y, across, down = (int(each.get(side, "0")) for side in ("x", "y", "width", "height"))
            assert x >= 0 and x + across <= width and y >= 0 and y + down <= height
    for number in ("4.1", "4.2", "7.1.1", "7.1.2", "7.1.3", "7.1.4", "7.1.5", "7.2", "7.1.11", "8.1", "8.2"):
        assert f">§{number}<" in sheets[0], number


def test_3_0_natures_on_paper_stand_without_a_number_and_late_ones_are_a_link_of_their_own() -> None:
    own = nature_key("other")
    counts: dict[str, int | str] = {own: 3, "handling": 2, "archived": "10,000+"}
    links = {key: f"/{key}" for key in counts}
    shown = Standing(counts, {"handling": 1}, {}, links, {"handling": "/late"})
    case, legs = whole_svg(TABLES["other"], TABLES, "zh", shown)
    assert case.count("暂用纸单") == 3 and "10,000+<" in case and "超时" not in legs
    hrefs = {link.get("id"): link.get("href") for link in parsed(case).iter(f"{SVG}a")}
    assert hrefs == {f"flow-{key}": f"/{key}" for key in counts} | {"flow-handling-late": "/late"}
