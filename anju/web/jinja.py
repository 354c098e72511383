"""The press of the pages: Jinja2 with the law's words, the reader's times and nothing that queries."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.staticfiles.storage import staticfiles_storage
from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, pass_context
from jinja2.runtime import Context, StrictUndefined

from anju.records.names import masked

from . import wording
from .icons import icon


def environment(**options: Any) -> Environment:
    """What `settings.TEMPLATES` names. A name a page forgot to pass is an error, never a blank."""
    made = Environment(  # noqa: S701 - Django's backend passes autoescape=True among the options
        **{**options, "undefined": StrictUndefined},  # Django names one already
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    made.globals |= {
        "url": url,
        "static": staticfiles_storage.url,
        "icon": icon,
        "language": wording.language,
    }
    made.filters |= {
        "words": wording.words,
        "masked": masked,
        "lasting": wording.lasting,
        "clock": wording.clock,
        "paper": wording.on_paper,
        "when": when,
        "day": day,
        "due": due,
        "kind": kind,
        "entered": entered,
    }
    return made


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a page by its name in `anju.urls`."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


@pass_context
def when(context: Context, moment: datetime | None) -> str:
    return wording.when(moment, context["now"])


@pass_context
def day(context: Context, moment: datetime) -> str:
    return wording.day(moment, context["now"])


@pass_context
def due(context: Context, moment: datetime | None) -> wording.DueText:
    return wording.due(moment, context["now"])


def kind(field: BoundField) -> str:
    """Which control a field is shown as."""
    if isinstance(field.field, forms.MultipleChoiceField):
        return "checks"
    return getattr(field.field.widget, "input_type", None) or "area"


def entered(field: BoundField) -> str:
    """What stands in a field, as its control writes it; times in the hours of the company."""
    value = field.value()
    if isinstance(value, datetime):
        return f"{value.astimezone(wording.ZONE):%Y-%m-%dT%H:%M}"
    if isinstance(value, list | tuple):
        return "、".join(map(str, value))
    return "" if value is None else str(value)
