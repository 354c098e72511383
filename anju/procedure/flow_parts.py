"""§3.0 — What every flow chart is drawn from: paper colours, words cut to their room, frames, arrows' ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from .words import Words

INK, INK_2, INK_3 = "#1c2631", "#4a5765", "#626e7b"
LINE, CARD, SUNK, RED = "#8b96a3", "#ffffff", "#f7f8fa", "#b3261e"
BAR = {"waits": "#8a5200", "works": "#1a5fb4", "approve": "#1c6b3c", "bad": RED}
END = ' text-anchor="end"'
HALO = f' stroke="{CARD}" stroke-width="3" paint-order="stroke"'  # words stay readable where a line crosses them
FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Segoe UI, sans-serif"
CASES = Words("{count} 件", "{count}")
LATE = Words("超时 {count}", "{count} late")

Count = int | str  # a number, or what is said of one too large to count to its end


@dataclass(frozen=True, slots=True)
class Standing:
    """What is shown in the boxes now. Keys: a state of the case, or `leg.` and a state of the leg."""

    counts: Mapping[str, Count] = field(default_factory=dict)
    late: Mapping[str, int] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    late_links: Mapping[str, str] = field(default_factory=dict)

    def linked(self, key: str, inner: str) -> str:
        """The drawing of a box, to be pressed where it leads somewhere; its id keeps the focus when drawn anew."""
        return _link(f"flow-{key}", "flow__link", self.links.get(key), inner)

    def late_linked(self, key: str, inner: str) -> str:
        """The same for the number of late ones in it."""
        return _link(f"flow-{key}-late", "flow__link", self.late_links.get(key), inner)


def _link(name: str, kind: str, href: str | None, inner: str) -> str:
    return f'<a class="{kind}" id={quoteattr(name)} href={quoteattr(href)}>{inner}</a>' if href else inner


def sheet(name: str, title: str, size: tuple[int, int], inner: str) -> str:
    """One SVG element of this size, named for who hears it."""
    (width, height), said = size, escape(title)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="flow" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="group" aria-label={quoteattr(title)} font-family="{FONT}">'
        f"<title>{said}</title>{marker(name)}{inner}</svg>"
    )


def marker(name: str) -> str:
    """The head of the arrows of one chart."""
    return (
        f'<defs><marker id="flow-{name}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" '
        'markerHeight="8" orient="auto"><path class="flow__head" d="M0 0.5 8 4 0 7.5z" '
        f'fill="{INK_2}"/></marker></defs>'
    )


def text(x: int, y: int, words: str, name: str, *, size: int = 12, fill: str = INK, more: str = "") -> str:
    """Words with their class, and the colour they have on paper."""
    place = f'x="{x}" y="{y}" font-size="{size}" fill="{fill}"{more}'
    return f'<text class="{name}" {place}>{escape(words)}</text>'


def line(corners: str, head: str, *, back: bool = False) -> str:
    """An arrow along its corners; `back` is drawn dashed: returned or reopened."""
    name, dashes = ("flow__arrow flow__arrow--back", ' stroke-dasharray="5 4"') if back else ("flow__arrow", "")
    return (
        f'<polyline class="{name}" points="{corners}" fill="none" stroke="{INK_2}" stroke-width="1.25" '
        f'marker-end="url(#flow-{head})"{dashes}/>'
    )


def frame(x: int, y: int, width: int, height: int, tone: str) -> str:
    """The frame of a box with the bar of its tone; without one it lies back."""
    return (
        f'<rect class="flow__frame" x="{x}" y="{y}" width="{width}" height="{height}" rx="5" '
        f'fill="{CARD if tone else SUNK}" stroke="{LINE}"/><rect class="flow__tone" x="{x}" y="{y + 6}" '
        f'width="3" height="{height - 12}" fill="{BAR.get(tone, LINE)}"/>'
    )


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
