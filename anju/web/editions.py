"""Chapter editions at the counter: the procedure as the system carries it out, its clauses (§2.0)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from markupsafe import Markup

from anju.procedure.clauses import CLAUSES, Clause, clause
from anju.procedure.duties import LATER
from anju.procedure.editions import Edition
from anju.procedure.natures import TABLES
from anju.procedure.posts import Post
from anju.procedure.printed_table import BACK
from anju.procedure.printing import drawing, steps_of
from anju.procedure.steps import Step, Table
from anju.procedure.words import Words
from anju.records.models import Edition as EditionRow

from . import wording
from .desk import Request, behind_the_door, page


@dataclass(frozen=True, slots=True)
class PrintedClause:
    """A clause, the steps that carry it, and what a later chapter will carry."""

    clause: Clause
    steps: str
    later: Words | None


@dataclass(frozen=True, slots=True)
class PrintedStep:
    """A row of a step table as people read it."""

    step: Step
    leaves: str
    enters: str
    posts: str


def _said(phrases: Iterable[Words]) -> str:
    glue = "、" if wording.language() == "zh" else ", "
    return glue.join(wording.words(each) for each in phrases)


def printed_clause(each: Clause) -> PrintedClause:
    later = next((row.reason for row in LATER if row.clause == each.number), None)
    return PrintedClause(each, _said(step.words for step in steps_of(each.number)), later)


def _printed_step(table: Table, step: Step) -> PrintedStep:
    state = table.leg_state if step.subject == "leg" else table.state
    order = [each.name for each in (table.leg_states if step.subject == "leg" else table.states)]
    leaves = [state(name).words for name in order if name in step.leaves]
    entered = step.enters if isinstance(step.enters, tuple) else ()
    enters = [state(each.enters).words for each in entered if each.enters]
    if isinstance(step.enters, str):
        enters = [state(step.enters).words]
    if step.goes_back:
        enters = [BACK]
    posts = [post.words for post in Post if post in step.posts]
    return PrintedStep(step, _said(leaves) if len(leaves) < len(order) - 3 else "", _said(enters), _said(posts))


def _limits(table: Table, edition: Edition) -> list[dict[str, Any]]:
    """A row per span, a column per grade."""
    grades = edition.grades[table.nature]
    found = {(grade.code, target.span): target for grade in grades for target in grade.targets}
    return [
        {
            "span": span.words,
            "clause": span.clause,
            "cells": [target.words if target else None for target in (found.get((g.code, span.name)) for g in grades)],
        }
        for span in table.spans
    ]


@require_safe
@behind_the_door()
def procedure(request: Request) -> HttpResponse:
    """The whole law in print: what one reads here is what the system does."""
    row = EditionRow.objects.get(state="in_force")
    edition = Edition.from_plain(row.content)
    tables = [
        {
            "table": table,
            "chart": Markup(drawing(name, wording.language())),  # noqa: S704 - drawn by the law itself
            "steps": [_printed_step(table, step) for step in table.steps],
            "grades": edition.grades[name],
            "limits": _limits(table, edition),
        }
        for name, table in TABLES.items()
    ]
    clauses = [printed_clause(each) for each in CLAUSES.values()]
    context: dict[str, Any] = {"clauses": clauses, "tables": tables, "edition": row}
    return page(request, "editions/procedure.html", gettext("规程"), here="procedure", **context)


@require_safe
@behind_the_door()
def shown_clause(request: Request, number: str) -> HttpResponse:
    """One clause: a fragment beside the act it belongs to, or its place in the whole."""
    try:
        found = printed_clause(clause(number))
    except KeyError as missing:
        raise Http404 from missing
    if request.headers.get("HX-Request"):
        return render(request, "editions/_clause.html", {"printed": found, "now": request.now})
    return page(request, "editions/clause.html", f"§{number}", here="procedure", printed=found)
