"""Every string of the counter has its English, and no Chinese word stands in a page outside gettext."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from jinja2 import Environment, nodes

WEB = Path(__file__).resolve().parents[2] / "anju" / "web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
CHINESE = re.compile(r"[一-鿿]")
GETTEXT = {"_", "gettext", "ngettext", "pgettext"}
MARK = "安"  # the sign of the house, the same in every language


def test_every_string_has_its_english_and_the_compiled_catalogue_is_current() -> None:
    call_command("messages", "--check")


def spoken_outside_gettext(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in GETTEXT:
        return
    if isinstance(node, nodes.TemplateData):
        yield node.data
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    for child in node.iter_child_nodes():
        yield from spoken_outside_gettext(child)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_page_speaks_chinese_only_through_gettext(path: Path) -> None:
    parsed = Environment(extensions=["jinja2.ext.do"], autoescape=True).parse(path.read_text(encoding="utf-8"))
    for text in spoken_outside_gettext(parsed):
        assert not CHINESE.search(text.replace(MARK, "")), text.strip()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_page_holds_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)|hx-on|javascript:", text)
