"""§3.0 at the counter: the workflow as it is written, with the cases that stand at each step now."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from . import places
from .chart_page import Chart
from .desk import CASE_POSTS, Request, behind_the_door, page


@require_safe
@behind_the_door(*CASE_POSTS)
def show(request: Request) -> HttpResponse:
    """The page; for the page itself, which asks again from time to time, only what changes."""
    chart = Chart(request.user, request.now, places.chosen(request, request.user, request.now))
    if request.headers.get("HX-Request"):
        return render(request, "chart/_live.html", {"now": request.now, **chart.context()})
    return page(request, "chart/show.html", gettext("流程图"), here="chart", **chart.context())
