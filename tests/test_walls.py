"""The walls of the house: who imports whom, who writes, how long a thing may be, what a page may not hold.

Every wall is a function from a source to its breaches; each is also shown a breach, which it must find.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent / "anju"
LAW = {"procedure"}
ARROW = {
    "procedure": LAW,
    "records": {"records", *LAW},
    "papers": {"papers", "records", *LAW},
    "gateways": {"gateways", "records", *LAW},
    "actions": {"actions", "papers", "gateways", "records", *LAW},
    "web": {"web", "actions", "papers", "gateways", "records", *LAW},
    "cli": {"cli", "actions", "papers", "gateways", "records", *LAW},
}
COUNTER_ONLY = ("django.http", "django.shortcuts", "django.template", "django.views", "django.urls")
NOT_A_CHAPTER = {"utils", "helpers", "common", "core", "base", "mixins", "constants", "enums", "choices"}
NOT_A_CHAPTER |= {"exceptions", "managers", "selectors", "signals", "services", "tasks"}
WRITES = {"save", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
WRITES |= {"asave", "acreate", "adelete", "aupdate", "abulk_create", "aget_or_create", "aupdate_or_create"}
QUERIES = {"objects", "filter", "exclude", "all", "select_for_update", "visible_to", "order_by"}
WRITING_SQL = re.compile(r"\s*(insert|update|delete|replace|drop|alter)\b", re.IGNORECASE)
CLOCK_AND_IO = {"now", "utcnow", "today", "open", "print", "input", "read_text", "write_text", "getenv"}
LONGEST_MODULE, LONGEST_FUNCTION, LONGEST_VIEW = 300, 40, 15

Wall = Callable[[str, Path], Iterator[str]]


def room(path: Path) -> str:
    """The room a module stands in; nothing for the few that stand outside."""
    return path.parts[1] if len(path.parts) > 2 else ""


def is_migration(path: Path) -> bool:
    return "migrations" in path.parts


def imported(source: str, path: Path) -> Iterator[str]:
    """Every module named by an import, relative ones made whole."""
    package = path.with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            stem = ".".join((*above, *filter(None, [node.module])))
            yield stem
            yield from (f"{stem}.{alias.name}" for alias in node.names)


def imports_against_the_arrow(source: str, path: Path) -> Iterator[str]:
    allowed = ARROW.get(room(path))
    if allowed is None:
        return
    for name in imported(source, path):
        head, _, rest = name.partition(".")
        target = rest.partition(".")[0]
        if head == "anju" and target in ARROW and target not in allowed:
            yield f"{path}: {room(path)} may not import {target}"
        if room(path) == "procedure" and head not in sys.stdlib_module_names and not name.startswith("anju.procedure"):
            yield f"{path}: the law imports {name}"
        if room(path) in ("records", "actions", "gateways") and name.startswith(COUNTER_ONLY):
            yield f"{path}: {room(path)} knows the counter by {name}"
        if name.startswith(("django.dispatch", "django.db.models.signals", "django.core.signals")):
            yield f"{path}: no signals, but {name}"


def called_name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def clock_or_outside_in_the_law(source: str, path: Path) -> Iterator[str]:
    if room(path) != "procedure" or path.stem == "__main__":
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and called_name(node) in CLOCK_AND_IO:
            yield f"{path}:{node.lineno}: the law calls {called_name(node)}()"


def is_query(value: ast.expr) -> bool:
    """Whether an expression reads as a queryset: dict.update and hash.update are no writes."""
    while isinstance(value, ast.Call | ast.Attribute):
        if isinstance(value, ast.Attribute):
            if value.attr in QUERIES or value.attr.endswith("_set"):
                return True
            value = value.value
        else:
            value = value.func
    return False


def writes_outside_the_hands(source: str, path: Path) -> Iterator[str]:
    if room(path) in ("actions", "procedure") or is_migration(path):
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr == "atomic":
            yield f"{path}:{node.lineno}: opens a transaction"
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name = node.func.attr
        if name in WRITES or (name == "update" and is_query(node.func.value)):
            yield f"{path}:{node.lineno}: writes by {name}()"
        sql = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else ""
        if name in ("execute", "executemany") and WRITING_SQL.match(str(sql)):
            yield f"{path}:{node.lineno}: writes by SQL"


def functions(source: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def too_long(source: str, path: Path) -> Iterator[str]:
    if is_migration(path):
        return
    lines = source.count("\n")
    if lines > LONGEST_MODULE:
        yield f"{path}: {lines} lines"
    for node in functions(source):
        if length(node) > LONGEST_FUNCTION:
            yield f"{path}:{node.lineno}: {node.name} has {length(node)} lines"


def long_views(source: str, path: Path) -> Iterator[str]:
    """A view is what takes a request and gives an answer; its body is counted, without signature and docstring."""
    if room(path) != "web" or path.stem in ("forms", "jinja"):
        return
    for node in functions(source):
        first = node.args.args[0].arg if node.args.args else ""
        answer = ast.unparse(node.returns) if node.returns else "Response"
        body = node.body[1:] if ast.get_docstring(node) else node.body
        lines = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
        if first == "request" and "Response" in answer and lines > LONGEST_VIEW:
            yield f"{path}:{node.lineno}: the view {node.name} has {lines} lines"


def named_after_no_chapter(source: str, path: Path) -> Iterator[str]:
    for part in (*path.parts[:-1], path.stem):
        if part in NOT_A_CHAPTER:
            yield f"{path}: {part} is no chapter"


def says_nothing_of_itself(source: str, path: Path) -> Iterator[str]:
    if source.strip() and not is_migration(path) and not ast.get_docstring(ast.parse(source)):
        yield f"{path}: no docstring"


FORBIDDEN_IN_TEMPLATES = {
    "an inline style": re.compile(r"\sstyle\s*=|<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "an inline handler": re.compile(r"\s(on[a-z]+|hx-on[:a-z-]*)\s*=\s*[\"']", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
    "a foreign address": re.compile(r"(src|href|action)\s*=\s*[\"'](https?:)?//", re.IGNORECASE),
    "an evaluated expression": re.compile(r"hx-(vals|headers)\s*=\s*[\"']js:", re.IGNORECASE),
}


def against_the_content_policy(source: str, path: Path) -> Iterator[str]:
    source = re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)
    for what, pattern in FORBIDDEN_IN_TEMPLATES.items():
        if pattern.search(source):
            yield f"{path}: {what}"


WALLS: tuple[Wall, ...] = (
    imports_against_the_arrow,
    clock_or_outside_in_the_law,
    writes_outside_the_hands,
    too_long,
    long_views,
    named_after_no_chapter,
    says_nothing_of_itself,
)


def house(suffix: str) -> Iterator[tuple[str, Path]]:
    for file in sorted(HOUSE.rglob(f"*{suffix}")):
        yield file.read_text(encoding="utf-8"), file.relative_to(HOUSE.parent)


@pytest.mark.parametrize("wall", WALLS, ids=lambda wall: wall.__name__)
def test_a_wall_of_the_house_stands(wall: Wall) -> None:
    assert [breach for source, path in house(".py") for breach in wall(source, path)] == []


def test_templates_keep_to_the_content_policy() -> None:
    pages = list(house(".html"))
    assert [breach for source, path in pages for breach in against_the_content_policy(source, path)] == []


A_MACHINE = re.compile(r"(?<![\w.])/(work|root|opt|home)/|https?://[\w.]*(pypi|pythonhosted|npmjs|debian)")


def names_a_machine(source: str, path: Path) -> Iterator[str]:
    """What is committed fits any machine: no folders of one, no addresses to fetch from."""
    for number, line in enumerate(source.splitlines(), 1):
        if A_MACHINE.search(line):
            yield f"{path}:{number}: names a machine"


def committed() -> Iterator[tuple[str, Path]]:
    root = HOUSE.parent
    folders = ("anju", "tests", "docs", ".ci")
    files = [file for folder in folders for file in (root / folder).rglob("*")] + list(root.glob("*"))
    for file in sorted(files):
        if file.suffix in (".py", ".md", ".html", ".toml", ".lock", ".json", ".css", ".js", "") and file.is_file():
            yield file.read_text(encoding="utf-8"), file.relative_to(root)


def test_nothing_committed_names_a_machine() -> None:
    here = Path(__file__).relative_to(HOUSE.parent)
    files = [(source, path) for source, path in committed() if path != here]
    assert [breach for source, path in files for breach in names_a_machine(source, path)] == []


def test_the_locks_hold_digests_and_no_addresses() -> None:
    for name in ("requirements.lock", "requirements-test.lock", "requirements-make.lock"):
        text = (HOUSE.parent / name).read_text(encoding="utf-8")
        assert "http" not in text
        assert len(re.findall(r"^[\w.-]+==", text, re.MULTILINE)) > 3
        assert all(
            "--hash=sha256:" in block for block in re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE) if block
        )
    packages = json.loads((HOUSE.parent / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert all("integrity" in each and "resolved" not in each for name, each in packages.items() if name)


BREACHES: tuple[tuple[Wall, str, str], ...] = (
    (imports_against_the_arrow, "anju/records/cases.py", "from anju.actions import cases"),
    (imports_against_the_arrow, "anju/records/models/cases.py", "from ...actions.cases import take"),
    (imports_against_the_arrow, "anju/papers/sheets.py", "from anju.web import forms"),
    (imports_against_the_arrow, "anju/gateways/sms.py", "import anju.actions.notices"),
    (imports_against_the_arrow, "anju/actions/cases.py", "from ..web.forms import Form"),
    (imports_against_the_arrow, "anju/web/cases.py", "from anju import cli"),
    (imports_against_the_arrow, "anju/procedure/cases.py", "from django.db import models"),
    (imports_against_the_arrow, "anju/procedure/cases.py", "from anju import settings"),
    (imports_against_the_arrow, "anju/actions/cases.py", "from django.http import HttpRequest"),
    (imports_against_the_arrow, "anju/actions/cases.py", "from django.dispatch import receiver"),
    (clock_or_outside_in_the_law, "anju/procedure/cases.py", "at = datetime.now()"),
    (clock_or_outside_in_the_law, "anju/procedure/cases.py", "text = open('x')"),
    (writes_outside_the_hands, "anju/web/cases.py", "case.save()"),
    (writes_outside_the_hands, "anju/web/cases.py", "Case.objects.filter(id=1).update(state='x')"),
    (writes_outside_the_hands, "anju/records/cases.py", "self.filter(a=1).delete()"),
    (writes_outside_the_hands, "anju/cli/cases.py", "with transaction.atomic(): pass"),
    (writes_outside_the_hands, "anju/papers/cases.py", "cursor.execute('UPDATE records_case SET state = 1')"),
    (too_long, "anju/web/cases.py", "x = 1\n" * 301),
    (too_long, "anju/web/cases.py", "def long():\n" + "    x = 1\n" * 40),
    (long_views, "anju/web/cases.py", "def show(request):\n" + "    x = 1\n" * 16),
    (named_after_no_chapter, "anju/web/utils.py", ""),
    (named_after_no_chapter, "anju/core/cases.py", ""),
    (says_nothing_of_itself, "anju/web/cases.py", "x = 1"),
    (against_the_content_policy, "anju/web/templates/a.html", '<p style="color: red">'),
    (against_the_content_policy, "anju/web/templates/a.html", "<style>p {}</style>"),
    (against_the_content_policy, "anju/web/templates/a.html", "<script>alert(1)</script>"),
    (against_the_content_policy, "anju/web/templates/a.html", '<a onclick="go()">'),
    (against_the_content_policy, "anju/web/templates/a.html", '<a href="javascript:go()">'),
    (
        against_the_content_policy,
        "anju/web/templates/a.html",
        '<script src="https://cdn.example/x.js"></script>',
    ),
    (against_the_content_policy, "anju/web/templates/a.html", "<a hx-vals='js:{x: 1}'>"),
    (names_a_machine, "docs/a.md", "see /home/somebody/anju"),
    (names_a_machine, "requirements.lock", "--index-url https://pypi.org/simple"),
)


@pytest.mark.parametrize(("wall", "path", "source"), BREACHES)
def test_a_wall_finds_a_breach(wall: Wall, path: str, source: str) -> None:
    assert list(wall(source, Path(path)))


INNOCENT: tuple[tuple[Wall, str, str], ...] = (
    (imports_against_the_arrow, "anju/web/cases.py", "from anju.actions import cases\nfrom . import forms"),
    (imports_against_the_arrow, "anju/procedure/cases.py", "from . import words\nimport dataclasses"),
    (writes_outside_the_hands, "anju/actions/cases.py", "case.save()"),
    (writes_outside_the_hands, "anju/web/cases.py", "digest.update(b'x')\nvalues.setdefault(1, {}).update({})"),
    (too_long, "anju/web/cases.py", "def long():\n" + "    x = 1\n" * 39),
    (
        against_the_content_policy,
        "anju/web/templates/a.html",
        '<script src="{{ static(x) }}" defer></script>',
    ),
    (against_the_content_policy, "anju/web/templates/a.html", "{# style= is not allowed #}"),
)


@pytest.mark.parametrize(("wall", "path", "source"), INNOCENT)
def test_a_wall_lets_the_innocent_pass(wall: Wall, path: str, source: str) -> None:
    assert list(wall(source, Path(path))) == []
