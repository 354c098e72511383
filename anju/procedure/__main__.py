"""`python -m anju.procedure`: prints the procedure with nothing but the standard library."""

from __future__ import annotations

import io
import sys
from argparse import ArgumentParser
from collections.abc import Sequence

from .natures import TABLES
from .printing import document, drawing
from .words import Language


def add_arguments(parser: ArgumentParser) -> None:
    """What `anju procedure` and this module understand."""
    parser.add_argument("--language", choices=("zh", "en"), default="zh", help="zh (default) or en")
    parser.add_argument(
        "--svg",
        choices=tuple(TABLES),
        nargs="?",
        const=next(iter(TABLES)),
        help="the flow chart of one nature as SVG instead of the whole procedure as Markdown",
    )


def printed(language: str, svg: str | None) -> str:
    """What the arguments ask for."""
    said: Language = "en" if language == "en" else "zh"
    return drawing(svg, said) if svg else document(said)


def speak_utf8() -> None:
    """A file gets UTF-8 and plain line ends whatever the system would choose."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = ArgumentParser(prog="python -m anju.procedure", description="Print the procedure from its rules.")
    add_arguments(parser)
    asked = parser.parse_args(arguments)
    speak_utf8()
    sys.stdout.write(printed(asked.language, asked.svg))


if __name__ == "__main__":
    main()
