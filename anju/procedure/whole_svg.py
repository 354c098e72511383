"""§3.0 — The whole work as a drawing: both ways in, the natures told apart, one nature step by step, what follows.

Two sheets of one width, each fitting an A4 sheet that lies: the way of the case, and the work of each department.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from xml.sax.saxutils import escape

from . import flow_parts as draw
from .clauses import clause
from .flow_layout import EDGE, HEIGHT, WIDTH
from .flow_parts import CASES, LATE, Standing, broken, fitted
from .flow_svg import SEPARATOR, LaneDrawing, drawings, legend
from .mermaid import CLAUSES_OF_SURVEYS, OUTGOING, RESIDENT
from .natures import NATURES, Nature
from .steps import Table
from .words import Language, Words

LEAST = 1170  # the width the upper part is drawn for
MIDDLE, GAP = 640, 14  # where the active side begins; between boxes side by side
WAY_IN, TOLD, NATURE, LANES = 8, 96, 190, 296  # upper edges, from above
AFTER = ("7.1.11", "8.1", "8.2")
COMPANIONS = {"repair": ("6.1.1",), "paid": ("6.1.2",), "complaint": ("6.1.3", "6.1.4")}
TAKING_IN = Words("问清、分清，该说的话说到", "Understand, tell apart, inform")
ON_PAPER = Words("暂用纸单", "on paper yet")
UNDER = Words("按 {clauses}", "{clauses}")
TITLE = Words("工作流程", "Workflow")


def nature_key(name: str) -> str:
    """The key of a nature's box in what stands there."""
    return f"nature.{name}"


def whole_svg(
    table: Table, built: Collection[str], language: Language, standing: Standing | None = None
) -> tuple[str, ...]:
    """The sheets of the whole chart with the lanes of one nature; natures not in `built` stand back."""
    shown = standing or Standing()
    case, *others = drawings(table, language, shown)
    width = max(LEAST, case.width, *(each.width for each in others))
    whole = _Whole(case, table, built, language, shown)
    sheets = [draw.sheet(table.nature, TITLE.say(language), (width, LANES + case.height + 20), whole.svg())]
    for lane in others:
        said = f'<g transform="translate(0 8)">{lane.svg()}</g>{legend(lane.height + 8, language)}'
        sheets.append(draw.sheet(f"{table.nature}-legs", table.words.say(language), (width, lane.height + 32), said))
    return tuple(sheets)


@dataclass(frozen=True, slots=True)
class _Whole:
    """The first sheet, from the ways in down to what follows the archive."""

    case: LaneDrawing
    table: Table
    built: Collection[str]
    language: Language
    standing: Standing

    def svg(self) -> str:
        lane = f'<g transform="translate(0 {LANES})">{self.case.svg()}</g>'
        return f"{self.ways_in()}{self.natures()}{self.into_the_lane()}{lane}{self.after()}"

    def ways_in(self) -> str:
        """§4.1 and §4.2, and what is done with either at first."""
        middle, right = (EDGE + MIDDLE - GAP) // 2, (MIDDLE + LEAST - EDGE) // 2
        surveys = SEPARATOR.say(self.language).join(f"{self.title(each)} §{each}" for each in CLAUSES_OF_SURVEYS)
        boxes = (
            self.box((EDGE, WAY_IN, MIDDLE - GAP - EDGE, 54), "4.1", RESIDENT.say(self.language)),
            self.box((MIDDLE, WAY_IN, LEAST - EDGE - MIDDLE, 54), "4.2", OUTGOING.say(self.language)),
            self.box((middle - 130, TOLD, 260, 54), "7.1.1", TAKING_IN.say(self.language)),
            self.box((MIDDLE, TOLD, LEAST - EDGE - MIDDLE, 54), "7.2", surveys),
        )
        lines = (self.line((middle, WAY_IN + 54), (middle, TOLD)), self.line((right, WAY_IN + 54), (right, TOLD)))
        last, top = _nature_left(3) + WIDTH, NATURE + 40
        remarks = self.line((right, TOLD + 54), (right, top), (last, top))
        return "".join((*lines, remarks, *boxes))

    def natures(self) -> str:
        """§7.1.1: a box for each nature, in the order of their clauses."""
        ordered = sorted(NATURES, key=lambda each: each.clause)
        middle = (EDGE + MIDDLE - GAP) // 2
        drawn = []
        for place, each in enumerate(ordered):
            across, level = _nature_left(place) + WIDTH // 2, TOLD + 74
            drawn += [self.line((middle, TOLD + 54), (middle, level), (across, level), (across, NATURE))]
            drawn += [self.nature(each, _nature_left(place))]
        return "".join(drawn)

    def nature(self, nature: Nature, x: int) -> str:
        """One nature: how many are open where it is built, by which procedure else."""
        key, built, y = nature_key(nature.name), nature.name in self.built, NATURE
        companions = SEPARATOR.say(self.language).join(f"§{each}" for each in COMPANIONS.get(nature.name, ()))
        note = nature.paper.say(self.language) if built else UNDER.say(self.language, clauses=companions)
        middle = self.counted(key) if built else ON_PAPER.say(self.language)
        size, tone = (16, "works") if key in self.standing.counts else (12, "works" if built else "")
        said = (
            draw.text(x + 14, y + 20, nature.words.say(self.language), "flow__title", size=13)
            + self.clause_at(x + WIDTH - 8, y + (66 if built else 44), nature.clause, nature.words)
            + draw.text(x + 14, y + 44, middle, "flow__count" if size > 12 else "flow__line", size=size)
            + draw.text(x + 14, y + 66, fitted(note, WIDTH - 22), "flow__line", fill=draw.INK_2)
        )
        kind = "works" if built else "later"
        inner = f'<g class="flow__box flow__box--{kind}">{draw.frame(x, y, WIDTH, 78, tone)}{said}</g>'
        return self.standing.linked(key, inner) + self.late(key, x + WIDTH - 8, y + 44)

    def counted(self, key: str) -> str:
        count = self.standing.counts.get(key)
        return CASES.say(self.language, count=count) if isinstance(count, int) else count or ""

    def late(self, key: str, x: int, y: int) -> str:
        """How many of them are late, beside the number; a link of its own."""
        late = self.standing.late.get(key, 0)
        said = LATE.say(self.language, count=late)
        words = draw.text(x, y, said, "flow__late", fill=draw.RED, more=draw.END)
        return self.standing.late_linked(key, words) if late else ""

    def into_the_lane(self) -> str:
        """From the box of this nature to where its cases begin."""
        ordered = [each.name for each in sorted(NATURES, key=lambda each: each.clause)]
        begins = [drawn.corners[0] for drawn in self.case.plan.arrows if not drawn.arrow.source]
        if not begins:
            return ""
        x, y = begins[0]
        across, level = _nature_left(ordered.index(self.table.nature)) + WIDTH // 2, NATURE + 92
        corners = ((across, NATURE + 78), (across, level), (6, level), (6, LANES + 20 + y), (x, LANES + 20 + y))
        return self.line(*corners, head=False)

    def after(self) -> str:
        """§7.1.11, §8.1, §8.2: beneath the box in which cases end."""
        ends = [state.name for state in self.table.states if state.stage == "analysis"]
        x, y = self.case.plan.places.get(ends[0], (0, 0)) if ends else (0, 0)
        if not x:
            return ""
        top, drawn = LANES + 20 + y + HEIGHT, []
        for place, number in enumerate(AFTER):
            drawn.append(self.box((x, top + 34 + place * 84, WIDTH, 62), number, ""))
        return self.line((x + WIDTH // 2, top), (x + WIDTH // 2, top + 34)) + "".join(drawn)

    def box(self, place: tuple[int, int, int, int], number: str, note: str) -> str:
        """A clause as a box: its title, its number, a line of what it says."""
        x, y, width, height = place
        words = clause(number).title
        narrow = width <= WIDTH
        lines = broken(words.say(self.language), width - 22, 13)
        said = "".join(
            draw.text(x + 14, y + 22 + 16 * at, line, "flow__title", size=13) for at, line in enumerate(lines)
        )
        below = draw.text(x + 14, y + 42, fitted(note, width - 28), "flow__line", fill=draw.INK_2) if note else ""
        inner = f"{draw.frame(x, y, width, height, '')}{said}{below}"
        low = y + height - 8 if narrow else y + 22
        return f'<g class="flow__box">{inner}{self.clause_at(x + width - 8, low, number, words)}</g>'

    def clause_at(self, x: int, y: int, number: str, words: Words) -> str:
        tip = escape(f"§{number} {words.say(self.language)}")
        said = draw.text(x, y, f"§{number}", "flow__clause", fill=draw.INK_3, more=draw.END)
        return f"<g><title>{tip}</title>{said}</g>"

    def line(self, *corners: tuple[int, int], head: bool = True) -> str:
        points = " ".join(f"{x},{y}" for x, y in corners)
        drawn = draw.line(points, self.case.marker)
        return drawn if head else drawn.replace(f' marker-end="url(#flow-{self.case.marker})"', "")

    def title(self, number: str) -> str:
        return clause(number).title.say(self.language)


def _nature_left(place: int) -> int:
    return EDGE + place * (WIDTH + GAP)
