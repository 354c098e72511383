"""§3.0 — The flow charts as Mermaid, for the printed procedure: each nature, and the whole work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .chart import Arrow, Lane, lanes
from .clauses import clause
from .natures import NATURES
from .steps import Subject, Table
from .words import Language, Words

CASE_TITLE = Words("案件", "The case")
LEG_TITLE = Words("每个部门的承办", "Each department's work")
ANY_OPEN = Words("上述多种状态", "Several of these states")
NO_CHANGE = Words("状态不变", "state unchanged")
RESIDENT = Words("住户反映或员工转述", "Resident speaks or employee relays")
OUTGOING = Words("服务中心、综合管理部去问", "Centre or company goes and asks")
ON_PAPER = Words("（纸单，尚无步骤表）", "(on paper, no step table yet)")
CLAUSES_OF_SURVEYS = ("6.1.5", "6.1.6")


def chart(table: Table, language: Language) -> str:
    """One nature: the case above, each department's work beneath; dashed is returned or reopened."""
    lines = ["flowchart LR"]
    for lane in lanes(table):
        lines += _lane(lane, table, language)
    return _fenced(lines)


def workflow(tables: Mapping[str, Table], language: Language) -> str:
    """The whole chart: how information comes in, is told apart, handled, filed, analysed and inspected."""
    lines = [
        "flowchart TD",
        f"  passive([{_said(RESIDENT, language, '4.1')}]) --> nature{{{_box('7.1.1', language)}}}",
        f"  active([{_said(OUTGOING, language, '4.2')}]) --> collected[{_box('7.2', language)}]",
    ]
    lines += [f"  collected --> remarks_{index}[{_box(number, language)}]" for index, number in _remarks()]
    ends: list[str] = []
    for each in NATURES:
        table = tables.get(each.name)
        more = "" if table else "<br/>" + ON_PAPER.say(language)
        lines.append(f"  nature --> {each.name}[{_said(each.words, language, each.clause, more)}]")
        if table:
            stages = _stages(table, language)
            lines += [f"  {each.name} {stages[0]}", *(f"  {line}" for line in stages[1:])]
            ends.append(f"{each.name}_{len(stages)}")
    lines += [f"  remarks_{index} --> other" for index, _ in _remarks()]
    lines += [f"  {end} --> analysis[{_box('7.1.11', language)}]" for end in ends]
    for number in ("8.1", "8.2"):
        name = f"inspection_{number[-1]}"
        lines += [f"  {name}[{_box(number, language)}] -.-> {end}" for end in ends]
    return _fenced(lines)


def _remarks() -> Iterable[tuple[int, str]]:
    return enumerate(CLAUSES_OF_SURVEYS)


def _stages(table: Table, language: Language) -> list[str]:
    """The states a case of the nature passes through, one box per stage."""
    first = {state.stage: state for state in reversed(table.states) if state.stage}
    stages = [first[stage] for stage in dict.fromkeys(state.stage for state in table.states) if stage]
    clauses = {box.key: box.clause for box in lanes(table)[0].boxes}
    return [
        ("" if index == 1 else f"{table.nature}_{index - 1} ")
        + f"--> {table.nature}_{index}[{_said(state.words, language, clauses[state.name])}]"
        for index, state in enumerate(stages, start=1)
    ]


def _lane(lane: Lane, table: Table, language: Language) -> list[str]:
    case = lane.subject is Subject.CASE
    name, title = ("case", CASE_TITLE) if case else ("leg", LEG_TITLE)
    lines = [f'  subgraph {name} ["{title.say(language)}"]']
    for box in lane.boxes:
        lines.append(f"    {name}_{box.key}[{_said(box.words, language, box.clause)}]")
    lines += [f"    {_arrow(name, arrow, language)}" for arrow in lane.arrows]
    if lane.beside:
        lines.append(f"    {name}_any([{_quoted(ANY_OPEN.say(language))}])")
    for index, beside in enumerate(lane.beside):
        words = _joined(beside.words, language)
        state = table.state if case else table.leg_state
        ends = state(beside.key).words if beside.key else NO_CHANGE
        shown = ends.say(language)
        label = _quoted(f"{words} §{beside.clause}")
        lines.append(f"    {name}_any -- {label} --> {name}_beside_{index}[{_quoted(shown)}]")
    return [*lines, "  end"]


def _arrow(name: str, arrow: Arrow, language: Language) -> str:
    label = _quoted(_joined(arrow.words, language))
    line = f"-. {label} .->" if arrow.back else f"-- {label} -->"
    source = f"{name}_{arrow.source}" if arrow.source else f"{name}_start(( ))"
    return f"{source} {line} {name}_{arrow.target}"


def _joined(words: tuple[Words, ...], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(each.say(language) for each in words)


def _box(number: str, language: Language) -> str:
    return _said(clause(number).title, language, number)


def _said(words: Words, language: Language, number: str, more: str = "") -> str:
    return _quoted(f"{words.say(language)}<br/>§{number}{more}")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "#quot;") + '"'


def _fenced(lines: list[str]) -> str:
    return "\n".join(["```mermaid", *lines, "```"])
