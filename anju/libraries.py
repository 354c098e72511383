"""The libraries of the pages, served from node_modules as they are: these files and no others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

PACKAGES = Path(__file__).resolve().parent.parent / "node_modules"
FILES = (
    "@tabler/core/dist/css/tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js",
    "htmx.org/dist/htmx.min.js",
)


class PageLibraries(BaseFinder):
    """Finds the listed files; a folder would bring thousands, each hashed at every start."""

    def __init__(self) -> None:
        self.storage = FileSystemStorage(location=str(PACKAGES))

    def find(self, path: str, find_all: bool = False, **_: object) -> str | list[str]:  # type: ignore[override]
        """Where a listed file lies, in the shape Django asks for."""
        known = path in FILES and (PACKAGES / path).is_file()
        found = str(PACKAGES / path)
        if find_all:
            return [found] if known else []
        return found if known else ""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Every listed file, for collectstatic; a missing one is an error there, not a blank page later."""
        for path in FILES:
            yield path, self.storage


class NamedByContent(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Names carry a digest of the content. Comments that point at source maps are left alone."""

    support_js_module_import_aggregation = False
    patterns = tuple(
        (extension, tuple(rule for rule in rules if "sourceMappingURL" not in str(rule)))
        for extension, rules in CompressedManifestStaticFilesStorage.patterns
    )
