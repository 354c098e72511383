"""How tests come to the counter: signed in as somebody, with a form as the page itself would send it."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.http import HttpResponse
from django.test import Client

from anju.actions.cases import position
from anju.procedure.natures import TABLES
from anju.procedure.views import Actor, View
from anju.records import seeing
from anju.records.models import Case, Person

PLAIN_FILES = "django.contrib.staticfiles.storage.StaticFilesStorage"
BACKEND = "django.contrib.auth.backends.ModelBackend"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def signed_in(person: Person | None, language: str = "zh-CN") -> Client:
    """A browser of its own; nobody stands before the door."""
    client = Client(headers={"accept-language": language})
    if person is not None:
        client.force_login(person, BACKEND)
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


def hidden(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that is sent to `action`."""
    form = page.partition(f'action="{action}"')[2].partition("</form>")[0]
    return {name: value for name, value in HIDDEN.findall(form) if name != "csrfmiddlewaretoken"}


def step_url(case: Case, step: str, leg: int | None = None) -> str:
    return f"/cases/{case.number}/legs/{leg}/{step}" if leg else f"/cases/{case.number}/do/{step}"


def send(client: Client, case: Case, step: str, leg: int | None = None, **typed: Any) -> HttpResponse:
    """Opens the case, fills in the form of a step and sends it; a form the page does not offer is made up."""
    url = step_url(case, step, leg)
    fields = hidden(text(client.get(f"/cases/{case.number}")), url) or made_up(case, step, leg)
    return client.post(url, fields | typed)  # type: ignore[return-value]


def made_up(case: Case, step: str, leg: int | None) -> dict[str, str]:
    """The hidden fields of a form that somebody makes himself; it knows how the case stands."""
    legs = seeing.legs_of(case)
    mine = next((each for each in legs if each.key == leg), None)
    view = View(seeing.case_view(case), Actor(""), legs, leg=mine, acts=seeing.acts_of(case))
    return {"key": str(uuid.uuid4()), "position": str(position(TABLES[case.nature], step, view))}
