"""§3.0 — Where the boxes and arrows of a chart stand: columns, rows, and the tracks between them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from .chart import Arrow, Box, Lane

WIDTH, HEIGHT = 136, 90
TRACK, LINE = 10, 20  # between arrows side by side; between arrows one above the other, with room for words
EDGE, ENTRY = 14, 74

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Way:
    """How an arrow runs: the sides it uses, the gutters (before a column), the channel (above a row)."""

    leaves: str
    enters: str
    gutters: tuple[int, ...] = ()
    channel: int | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """An arrow with its corners, and the stretch where its words may stand: left end, height, length."""

    arrow: Arrow
    corners: tuple[Point, ...]
    room: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Layout:
    """A lane on paper."""

    width: int
    height: int
    places: dict[str, Point]
    arrows: tuple[Drawn, ...]


def layout(lane: Lane) -> Layout:
    """Corners of every box and arrow of the lane, from its rows alone."""
    return _Draft(lane).drawn()


def _way(source: Box, target: Box) -> Way:
    across, down = target.column - source.column, target.row - source.row
    if across == 0 and abs(down) == 1:
        return Way("bottom", "top") if down > 0 else Way("top", "bottom")
    if across == 0:
        return Way("right", "right", (source.column + 1,))
    if across == 1:
        return Way("right", "left", () if down == 0 else (target.column,))
    if across > 1:
        return Way("right", "left", (source.column + 1, target.column), max(1, target.row))
    if across == -1:
        return Way("left", "right", (source.column,))
    return _way_back(source, target)


def _way_back(source: Box, target: Box) -> Way:
    """Over the top of the chart, straight up and down where nothing is in the way."""
    out, into = source.row > 0, target.row > 0
    gutters = ((source.column,) if out else ()) + ((target.column + 1,) if into else ())
    return Way("left" if out else "top", "right" if into else "top", gutters, 0)


class _Draft:
    """Counts the tracks first, then gives every box and arrow its place."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self.boxes = {box.key: box for box in lane.boxes}
        self.ways = {
            arrow: _way(self.boxes[arrow.source], self.boxes[arrow.target]) for arrow in lane.arrows if arrow.source
        }
        self.gutters = Counter(gutter for way in self.ways.values() for gutter in way.gutters)
        self.channels = Counter(way.channel for way in self.ways.values() if way.channel is not None)
        self.taken: Counter[object] = Counter()
        self.columns = max(box.column for box in lane.boxes) + 1
        self.rows = max(box.row for box in lane.boxes) + 1

    def drawn(self) -> Layout:
        places = {key: (self.left(box.column), self.top(box.row)) for key, box in self.boxes.items()}
        arrows = tuple(self.arrow(arrow) for arrow in sorted(self.lane.arrows, key=lambda arrow: arrow.back))
        width = self.left(self.columns) - EDGE
        return Layout(width, self.top(self.rows) - self.depth(self.rows) + EDGE, places, arrows)

    def left(self, column: int) -> int:
        """The left side of a column."""
        entry = ENTRY if any(not arrow.source for arrow in self.lane.arrows) else EDGE
        gutters = sum(self.breadth(each) for each in range(1, column + 1))
        return entry + self.gutters[0] * TRACK + column * WIDTH + gutters

    def breadth(self, gutter: int) -> int:
        return 24 + self.gutters[gutter] * TRACK

    def top(self, row: int) -> int:
        """The upper side of a row."""
        return row * HEIGHT + sum(self.depth(each) for each in range(row + 1))

    def depth(self, channel: int) -> int:
        least = EDGE if channel == 0 else 34
        return least + self.channels[channel] * LINE

    def arrow(self, arrow: Arrow) -> Drawn:
        target = self.boxes[arrow.target]
        if not arrow.source:
            end = (self.left(target.column), self.top(target.row) + HEIGHT // 2)
            return Drawn(arrow, ((end[0] - ENTRY + EDGE, end[1]), end), (EDGE, end[1] - 6, ENTRY - EDGE))
        way, source = self.ways[arrow], self.boxes[arrow.source]
        start = self.port(source, way.leaves, arrow, target.row - source.row)
        end = self.port(target, way.enters, arrow, source.row - target.row)
        corners = tuple(dict.fromkeys(self.corners(way, start, end)))
        return Drawn(arrow, corners, self.room(arrow, corners))

    def port(self, box: Box, side: str, arrow: Arrow, towards: int) -> Point:
        """Where an arrow touches a box: straight ones in the middle, bent ones on the side they come from."""
        x, y = self.left(box.column), self.top(box.row)
        way = self.ways[arrow]
        straight = not way.gutters and way.channel is None
        if side in ("top", "bottom"):
            shift = 22 + 20 * arrow.back if straight else 76 + 18 * self.next((box.key, side))
            return x + shift, y if side == "top" else y + HEIGHT
        up = -1 if towards < 0 else 1
        # Neighbours face each other: left and right, forward and back never share a height.
        first = (12 if side == "right" else 16) + 18 * arrow.back
        offset = 0 if straight else up * (first + 8 * self.next((box.key, side, up, arrow.back)))
        return (x if side == "left" else x + WIDTH), y + HEIGHT // 2 + offset

    def next(self, place: object) -> int:
        """The next free track at a place, from 0."""
        self.taken[place] += 1
        return self.taken[place] - 1

    def corners(self, way: Way, start: Point, end: Point) -> tuple[Point, ...]:
        columns = [self.track(gutter) for gutter in way.gutters]
        if way.channel is None:
            bend = [(columns[0], start[1]), (columns[0], end[1])] if columns else []
            return (start, *bend, end)
        level = self.level(way.channel)
        out = columns[0] if way.leaves in ("left", "right") else start[0]
        into = columns[-1] if way.enters in ("left", "right") else end[0]
        return (start, (out, start[1]), (out, level), (into, level), (into, end[1]), end)

    def track(self, gutter: int) -> int:
        return self.left(gutter) - self.breadth(gutter) + 10 + TRACK * self.next(("gutter", gutter))

    def level(self, channel: int) -> int:
        return self.top(channel) - self.depth(channel) + 18 + LINE * self.next(("channel", channel))

    def room(self, arrow: Arrow, corners: tuple[Point, ...]) -> tuple[int, int, int]:
        """Above the longest level stretch; of those that only go up or down, beside the ones that go back."""
        (x, y), (last_x, last_y) = corners[0], corners[-1]
        if x == last_x and len(corners) == 2:
            return x + 6, max(y, last_y) - 9, WIDTH - 48 if arrow.back else 0
        (x, y), (other, _) = max(pairwise(corners), key=lambda pair: abs(pair[0][0] - pair[1][0]))
        return min(x, other) + 6, y - 5, abs(x - other) - 12
