"""Chapter exchange at the counter: a list on its way out - its act first, then its file, streamed (§9.0)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import datetime
from typing import IO, NamedTuple
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from anju.actions import export
from anju.papers.exports import Export
from anju.procedure.instants import local
from anju.procedure.words import Refused
from anju.records.models import Community, Person

from . import errors, wording
from .desk import Request
from .forms import KeyedForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Open:
    """A file that is gone when the last byte was read."""

    def __init__(self, file: IO[bytes], stack: ExitStack, size: int) -> None:
        self.read, self.close, self.size = file.read, stack.close, size


class Acting(NamedTuple):
    """Who takes it out, by which key, when."""

    by: Person
    key: str
    now: datetime


def leaving(
    request: Request,
    kind: str,
    community: Community | None,
    choose: Callable[[], Export],
    filters: Mapping[str, object] | None = None,
) -> HttpResponseBase:
    """A list as a download. Refused with its sentence where the post may not, or the form was made up."""
    form = KeyedForm(request.POST)
    if not form.is_valid():
        raise PermissionDenied
    acting = Acting(request.user, str(form.cleaned_data["key"]), request.now)
    try:
        file, name = _taken(acting, kind, community, choose(), filters)
    except Refused as refused:
        return errors.not_done(request, refused.say(wording.language()))
    answer = FileResponse(file, content_type=XLSX, headers=_named(name))
    answer["Content-Length"] = str(file.size)
    return answer


def _taken(
    acting: Acting,
    kind: str,
    community: Community | None,
    chosen: Export,
    filters: Mapping[str, object] | None,
) -> tuple[Open, str]:
    """The act, and then its file under its name."""
    by, key, now = acting
    stack = ExitStack()
    listing = export.exported(by=by, key=key, now=now, kind=kind, community=community, chosen=chosen, filters=filters)
    file, written = stack.enter_context(listing)
    return Open(file, stack, written.size), f"{wording.words(chosen.title)} {local(now):%Y-%m-%d}"


def sheet(content: bytes, name: str) -> HttpResponse:
    """A small workbook as a download."""
    return HttpResponse(content, content_type=XLSX, headers=_named(name))


def _named(name: str) -> dict[str, str]:
    return {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}.xlsx",
        "Cache-Control": "private, no-store",
    }
