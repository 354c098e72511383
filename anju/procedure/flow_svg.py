"""§3.0 — The flow chart of a nature as SVG, for page and paper, with the number of cases at each step now.

Colours stand as attributes for paper; a page recolours by the classes. There is no style attribute.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from .chart import Beside, Box, Lane, lanes
from .flow_layout import EDGE, HEIGHT, WIDTH, Drawn, Layout, layout
from .steps import Subject, Table
from .words import Language, Words

INK, INK_2, INK_3 = "#1c2631", "#4a5765", "#626e7b"
LINE, CARD, SUNK, RED = "#8b96a3", "#ffffff", "#f7f8fa", "#b3261e"
BAR = {"waits": "#8a5200", "works": "#1a5fb4", "approve": "#1c6b3c", "bad": RED}
ENOUGH = 80  # shorter stretches carry their words whole or not at all
END = ' text-anchor="end"'
HALO = f' stroke="{CARD}" stroke-width="3" paint-order="stroke"'  # words stay readable where a line crosses them
FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Segoe UI, sans-serif"

CASE_TITLE = Words("案件", "The case")
LEG_TITLE = Words("每个部门的承办", "Each department's work")
CASES = Words("{count} 件", "{count}")
LATE = Words("超时 {count}", "{count} late")
LEGEND = Words("实线：按规程。虚线：退回、重开。", "Solid: the procedure. Dashed: returned and reopened.")
ANYWHERE = Words("随时可办", "At any of these states")
SEPARATOR = Words("、", ", ")


@dataclass(frozen=True, slots=True)
class Standing:
    """What is shown in the boxes now. Keys: a state of the case, or `leg.` and a state of the leg."""

    counts: Mapping[str, int] = field(default_factory=dict)
    late: Mapping[str, int] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)


def flow_svg(
    table: Table,
    language: Language,
    counts: Mapping[str, int] | None = None,
    *,
    late: Mapping[str, int] | None = None,
    notes: Mapping[str, str] | None = None,
    links: Mapping[str, str] | None = None,
) -> str:
    """The chart as one SVG element. A note replaces the steps in a box; a link makes it one to press."""
    standing = Standing(counts or {}, late or {}, notes or {}, links or {})
    parts: list[str] = []
    width, y = 0, 8
    for lane in lanes(table):
        drawing = _LaneDrawing(lane, layout(lane), f"flow-{table.nature}", language, standing)
        parts.append(f'<g transform="translate(0 {y})">{drawing.svg()}</g>')
        width, y = max(width, drawing.width), y + drawing.height
    legend = _text(EDGE, y + 12, LEGEND.say(language), "flow__legend", size=12, fill=INK_3)
    title = escape(table.words.say(language))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="flow" viewBox="0 0 {width} {y + 24}" '
        f'width="{width}" height="{y + 24}" role="group" aria-label={quoteattr(title)} font-family="{FONT}">'
        f"<title>{title}</title>{_marker(table.nature)}{''.join(parts)}{legend}</svg>"
    )


def _marker(nature: str) -> str:
    return (
        f'<defs><marker id="flow-{nature}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" '
        'markerHeight="8" orient="auto"><path class="flow__head" d="M0 0.5 8 4 0 7.5z" '
        f'fill="{INK_2}"/></marker></defs>'
    )


def _text(x: int, y: int, words: str, name: str, *, size: int = 12, fill: str = INK, more: str = "") -> str:
    place = f'x="{x}" y="{y}" font-size="{size}" fill="{fill}"{more}'
    return f'<text class="{name}" {place}>{escape(words)}</text>'


def breadth(text: str, size: int = 12) -> float:
    """How wide a text comes out, roughly: a Chinese character is a square, a Latin one little over half."""
    return sum(size if ord(each) > 0x2E7F else size * 0.56 for each in text)


def fitted(text: str, room: float, size: int = 12) -> str:
    """The text, cut with an ellipsis where it would not fit."""
    if breadth(text, size) <= room:
        return text
    while text and breadth(text + "…", size) > room:
        text = text[:-1]
    return f"{text.rstrip(' 、,')}…" if text else ""


def broken(text: str, room: float, size: int) -> list[str]:
    """The text on one line or two; an English one breaks between words."""
    if breadth(text, size) <= room:
        return [text]
    parts = text.split(" ") if " " in text else list(text)
    glue = " " if " " in text else ""
    first = ""
    while parts and (breadth(first + glue + parts[0], size) <= room or parts[0] in "、，"):
        first = first + glue + parts.pop(0) if first else parts.pop(0)
    return [first, fitted(glue.join(parts), room, size)]


@dataclass(frozen=True, slots=True)
class _LaneDrawing:
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
        heading = _text(EDGE, 14, title.say(self.language), "flow__lane", size=14)
        beside = "".join(self.beside(index, each) for index, each in enumerate(self.lane.beside))
        labels = "".join(self.label(each) for each in self.plan.arrows)
        return f'{heading}<g transform="translate(0 20)">{arrows}{labels}{boxes}{beside}</g>'

    def joined(self, words: tuple[Words, ...]) -> str:
        return SEPARATOR.say(self.language).join(each.say(self.language) for each in words)

    def key(self, state: str) -> str:
        return state if self.lane.subject is Subject.CASE else f"leg.{state}"

    def arrow(self, drawn: Drawn) -> str:
        corners = " ".join(f"{x},{y}" for x, y in drawn.corners)
        back = drawn.arrow.back
        name, dashes = ("flow__arrow flow__arrow--back", ' stroke-dasharray="5 4"') if back else ("flow__arrow", "")
        return (
            f"<g><title>{escape(self.joined(drawn.arrow.words))}</title>"
            f'<polyline class="{name}" points="{corners}" fill="none" stroke="{INK_2}" stroke-width="1.25" '
            f'marker-end="url(#{self.marker})"{dashes}/></g>'
        )

    def label(self, drawn: Drawn) -> str:
        """The words of an arrow, where there is room to say enough of them."""
        x, y, room = drawn.room
        words = self.joined(drawn.arrow.words)
        label = fitted(words, room)
        if room < ENOUGH and label != words:
            return ""
        return _text(x, y, label, "flow__label", fill=INK_2, more=HALO)

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
            _text(x + WIDTH - 8, y + HEIGHT - 10, tail, "flow__late", fill=RED, more=END) if late else "",
            *(_text(x + 14, y + 20 + 15 * at, line, "flow__title", size=13) for at, line in enumerate(title)),
            *(_text(x + 14, row + 20 + 16 * at, line, "flow__line", fill=INK_2) for at, line in enumerate(note)),
        ]
        tip = escape(f"§{box.clause} {words}: {steps}" if steps else f"§{box.clause} {words}")
        frame = self.frame(x, y, WIDTH, HEIGHT, box.tone)
        inner = f"<title>{tip}</title>{frame}{''.join(said)}{self.numbers(x, row, box.clause, key)}"
        return self.linked(key, f"flow__box flow__box--{box.tone}", inner)

    def frame(self, x: int, y: int, width: int, height: int, tone: str) -> str:
        return (
            f'<rect class="flow__frame" x="{x}" y="{y}" width="{width}" height="{height}" rx="5" '
            f'fill="{CARD if tone else SUNK}" stroke="{LINE}"/><rect class="flow__tone" x="{x}" y="{y + 6}" '
            f'width="3" height="{height - 12}" fill="{BAR.get(tone, LINE)}"/>'
        )

    def numbers(self, x: int, row: int, clause: str, key: str) -> str:
        """The clause always; how many stand here where that is known."""
        found = _text(x + WIDTH - 8, row, f"§{clause}", "flow__clause", fill=INK_3, more=END)
        if key in self.standing.counts:
            words = CASES.say(self.language, count=self.standing.counts[key])
            found += _text(x + 14, row, words, "flow__count", size=16)
        return found

    def beside(self, index: int, beside: Beside) -> str:
        """What may be done in many states, in a row beneath the lane."""
        x, y, width = EDGE + index * (2 * WIDTH + EDGE), self.plan.height, 2 * WIDTH
        key = self.key(beside.key) if beside.key else ""
        words = fitted(self.joined(beside.words), width - 70, 13)
        count = self.standing.counts.get(key)
        below = CASES.say(self.language, count=count) if count is not None else ANYWHERE.say(self.language)
        inner = (
            f"<title>{escape(self.joined(beside.words))}</title>{self.frame(x, y, width, 52, '')}"
            f"{_text(x + 14, y + 21, words, 'flow__title', size=13)}"
            f"{_text(x + width - 8, y + 21, f'§{beside.clause}', 'flow__clause', fill=INK_3, more=END)}"
            f"{_text(x + 14, y + 41, below, 'flow__line', fill=INK_2)}"
        )
        return self.linked(key, "flow__box flow__box--beside", inner)

    def linked(self, key: str, name: str, inner: str) -> str:
        group = f'<g class="{name}" data-state="{escape(key)}">{inner}</g>'
        href = self.standing.links.get(key)
        return f'<a class="flow__link" href={quoteattr(href)}>{group}</a>' if href else group
