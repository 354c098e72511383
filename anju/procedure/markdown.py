"""Markdown for the printed procedure: headings, tables and lists, with nothing that could break a table."""

from __future__ import annotations

from collections.abc import Iterable

from .words import Language, Words

Row = tuple[str, ...]

COLON = Words("：", ": ")


def heading(level: int, text: str) -> str:
    return f"{'#' * level} {text}"


def table_of(head: str, rows: Iterable[Row]) -> str:
    """A table; the head's cells are parted by `|`."""
    cells = head.split("|")
    lines = [f"| {' | '.join(cells)} |", "|" + " --- |" * len(cells)]
    lines += ["| " + " | ".join(cell.replace("|", "/") or "—" for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def joined(words: Iterable[Words], language: Language) -> str:
    """Several words in a row."""
    return ("、" if language == "zh" else ", ").join(each.say(language) for each in words)
