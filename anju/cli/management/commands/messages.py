"""`anju messages`: collects the Chinese words of pages and forms, and compiles their English."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.core.management.base import BaseCommand, CommandError

WEB = Path(__file__).resolve().parents[3] / "web"
ENGLISH = WEB / "locale" / "en" / "LC_MESSAGES" / "django.po"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
OPTIONS = {
    "templates/**.html": {
        "extensions": "jinja2.ext.do",
        "newstyle_gettext": "true",
        "trim_blocks": "true",
        "lstrip_blocks": "true",
        "silent": "false",
    }
}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def collected() -> Catalog:
    """Every string of the counter, as it stands in the source now."""
    catalogue = Catalog(domain="django", fuzzy=False)
    for name, _, message, _, context in extract_from_dir(WEB, METHODS, OPTIONS, KEYWORDS):
        catalogue.add(message, locations=[(name, 0)], context=context)
    return catalogue


def english() -> Catalog:
    with ENGLISH.open("rb") as file:
        catalogue = read_po(file, locale="en", domain="django")
    # Times of the tool would change the files at every run.
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 11, 23, tzinfo=UTC)
    catalogue.project, catalogue.version, catalogue.header_comment = "Anju", "0.1", ""
    return catalogue


def compiled(catalogue: Catalog) -> bytes:
    """The binary form that gettext reads."""
    made = BytesIO()
    write_mo(made, catalogue)
    return made.getvalue()


def missing(catalogue: Catalog) -> list[str]:
    """What has no English yet."""
    return [str(each.id) for each in catalogue if each.id and not (each.string and all(each.string))]


class Command(BaseCommand):
    """Write the catalogue anew, or with --check only say whether it is complete and current."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail where something is amiss")

    def handle(self, *, check: bool, **_: Any) -> None:
        catalogue = english()
        catalogue.update(collected(), no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        binary = ENGLISH.with_suffix(".mo")
        if check:
            lacking = missing(catalogue)
            if lacking:
                raise CommandError("No English for: " + "; ".join(lacking))
            if not binary.exists() or binary.read_bytes() != compiled(english()):
                raise CommandError("The compiled catalogue is not current; run: anju messages")
            return
        with ENGLISH.open("wb") as file:
            write_po(file, catalogue, width=110, omit_header=False, sort_output=True, include_lineno=False)
        binary.write_bytes(compiled(english()))
        self.stdout.write(f"{len(catalogue)} strings, {len(missing(catalogue))} without English")
