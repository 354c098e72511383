"""§3.0 — The flow chart of a nature as SVG, for page and paper, with the number of cases at each step now.

Colours stand as attributes for paper; a page recolours by the classes. There is no style attribute.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from . import flow_parts as draw
from .chart import Beside, Box, Lane, lanes
from .flow_layout import EDGE, HEIGHT, WIDTH, Drawn, Layout, layout
from .flow_parts import CASES, LATE, Count, Standing, breadth, broken, fitted
from .steps import Subject, Table
from .words import Language, Words

ENOUGH = 80  # shorter stretches carry their words whole or not at all
CASE_TITLE = Words("案件", "The case")
LEG_TITLE = Words("每个部门的承办", "Each department's work")
LEGEND = Words("实线：按规程。虚线：退回、重开。", "Solid: the procedure. Dashed: returned and reopened.")
ANYWHERE = Words("随时可办", "At any of these states")
SEPARATOR = Words("、", ", ")


def flow_svg(
    table: Table,
    language: Language,
    counts: Mapping[str, Count] | None = None,
    *,
    late: Mapping[str, int] | None = None,
    notes: Mapping[str, str] | None = None,
    links: Mapping[str, str] | None = None,
) -> str:
    """The chart as one SVG element. A note replaces the steps in a box; a link makes it one to press."""
    standing = Standing(counts or {}, late or {}, notes or {}, links or {})
    drawn: list[str] = []
    width, y = 0, 8
    for drawing in drawings(table, language, standing):
        drawn.append(f'<g transform="translate(0 {y})">{drawing.svg()}</g>')
        width, y = max(width, drawing.width), y + drawing.height
    return draw.sheet(
        table.nature, table.words.say(language), (width, y + 24), f"{''.join(drawn)}{legend(y, language)}"
    )


def drawings(table: Table, language: Language, standing: Standing) -> list[LaneDrawing]:
    """The lanes of a nature, ready to be drawn one beneath the other."""
    return [LaneDrawing(lane, layout(lane), table.nature, language, standing) for lane in lanes(table)]


def legend(y: int, language: Language) -> str:
    """What the two kinds of lines mean."""
    return draw.text(EDGE, y + 12, LEGEND.say(language), "flow__legend", fill=draw.INK_3)


@dataclass(frozen=True, slots=True)
class LaneDrawing:
    """One lane on its plan, with the words of one language and what stands in it now."""

    lane: Lane
    plan: Layout
    marker: str
    language: Language
    standing: Standing

    @property
    def width(self) -> int:
        return max(self.plan.width, 2 * EDGE + len(self.lane.beside) * (2 * WIDTH + EDGE))

    @property
    def height(self) -> int:
        return self.plan.height + 30 + (78 if self.lane.beside else 0)

    def svg(self) -> str:
        title = CASE_TITLE if self.lane.subject is Subject.CASE else LEG_TITLE
        arrows = "".join(self.arrow(each) for each in self.plan.arrows)
        boxes = "".join(self.box(each) for each in self.lane.boxes)
        heading = draw.text(EDGE, 14, title.say(self.language), "flow__lane", size=14)
        beside = "".join(self.beside(index, each) for index, each in enumerate(self.lane.beside))
        labels = "".join(self.label(each) for each in self.plan.arrows)
        return f'{heading}<g transform="translate(0 20)">{arrows}{labels}{boxes}{beside}</g>'

    def joined(self, words: tuple[Words, ...]) -> str:
        return SEPARATOR.say(self.language).join(each.say(self.language) for each in words)

    def key(self, state: str) -> str:
        return state if self.lane.subject is Subject.CASE else f"leg.{state}"

    def arrow(self, drawn: Drawn) -> str:
        corners = " ".join(f"{x},{y}" for x, y in drawn.corners)
        drawing = draw.line(corners, self.marker, back=drawn.arrow.back)
        return f"<g><title>{escape(self.joined(drawn.arrow.words))}</title>{drawing}</g>"

    def label(self, drawn: Drawn) -> str:
        """The words of an arrow, where there is room to say enough of them."""
        x, y, room = drawn.room
        words = self.joined(drawn.arrow.words)
        label = fitted(words, room)
        if room < ENOUGH and label != words:
            return ""
        return draw.text(x, y, label, "flow__label", fill=draw.INK_2, more=draw.HALO)

    def box(self, box: Box) -> str:
        x, y = self.plan.places[box.key]
        key = self.key(box.key)
        words, steps = box.words.say(self.language), self.joined(box.steps)
        title = broken(words, WIDTH - 24, 13)
        late = self.standing.late.get(key, 0)
        tail = LATE.say(self.language, count=late) if late else ""
        note = broken(self.standing.notes.get(key, steps), WIDTH - 22, 12)
        if late or len(title) > 1:
            note = [fitted(self.standing.notes.get(key, steps), WIDTH - 26 - breadth(tail))]
        row = y + HEIGHT - 14 - 16 * len(note)
        said = [
            *(draw.text(x + 14, y + 20 + 15 * at, line, "flow__title", size=13) for at, line in enumerate(title)),
            *(
                draw.text(x + 14, row + 20 + 16 * at, line, "flow__line", fill=draw.INK_2)
                for at, line in enumerate(note)
            ),
        ]
        tip = escape(f"§{box.clause} {words}: {steps}" if steps else f"§{box.clause} {words}")
        frame = draw.frame(x, y, WIDTH, HEIGHT, box.tone)
        inner = f"<title>{tip}</title>{frame}{''.join(said)}{self.numbers(x, row, box.clause, key)}"
        drawn = self.linked(key, f"flow__box flow__box--{box.tone}", inner)
        if late:
            said_late = draw.text(x + WIDTH - 8, y + HEIGHT - 10, tail, "flow__late", fill=draw.RED, more=draw.END)
            drawn += self.standing.late_linked(key, said_late)
        return drawn

    def numbers(self, x: int, row: int, clause: str, key: str) -> str:
        """The clause always; how many stand here where that is known."""
        found = draw.text(x + WIDTH - 8, row, f"§{clause}", "flow__clause", fill=draw.INK_3, more=draw.END)
        if key in self.standing.counts:
            found += draw.text(x + 14, row, self.counted(key), "flow__count", size=16)
        return found

    def counted(self, key: str) -> str:
        """How many stand there; the word is left out where the number fills the room."""
        count = self.standing.counts[key]
        return CASES.say(self.language, count=count) if isinstance(count, int) else count

    def beside(self, index: int, beside: Beside) -> str:
        """What may be done in many states, in a row beneath the lane."""
        x, y, width = EDGE + index * (2 * WIDTH + EDGE), self.plan.height, 2 * WIDTH
        key = self.key(beside.key) if beside.key else ""
        words = fitted(self.joined(beside.words), width - 70, 13)
        below = self.counted(key) if key in self.standing.counts else ANYWHERE.say(self.language)
        inner = (
            f"<title>{escape(self.joined(beside.words))}</title>{draw.frame(x, y, width, 52, '')}"
            f"{draw.text(x + 14, y + 21, words, 'flow__title', size=13)}"
            f"{draw.text(x + width - 8, y + 21, f'§{beside.clause}', 'flow__clause', fill=draw.INK_3, more=draw.END)}"
            f"{draw.text(x + 14, y + 41, below, 'flow__line', fill=draw.INK_2)}"
        )
        return self.linked(key, "flow__box flow__box--beside", inner)

    def linked(self, key: str, name: str, inner: str) -> str:
        return self.standing.linked(key, f'<g class="{name}" data-state="{escape(key)}">{inner}</g>')
