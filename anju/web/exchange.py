"""§9.0 — Registers in and out at the counter: a file is checked, previewed, confirmed, undone; lists leave as xlsx."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.actions import exchange as hands
from anju.actions import export as taking
from anju.actions import import_files, import_jobs
from anju.papers.registers import faults_as_xlsx, template
from anju.procedure.register_columns import REGISTERS
from anju.records.models import Community, ImportBatch

from . import exchange_page, wording
from .answers import Refusal, attempted, done_at
from .desk import HEADS, Request, behind_the_door, page, say_done
from .exchange_page import SMALL, BatchPage, ColumnsForm, FileForm, ImportPage
from .forms import KeyedForm
from .leaving import leaving, sheet


@require_http_methods(["GET", "HEAD", "POST"])
@behind_the_door(*HEADS)
def index(request: Request) -> HttpResponse:
    """Choose a register and send its file; what came in before stands below."""
    shown = ImportPage(request.user, request.now, request.GET)
    if request.method != "POST":
        return _index(request, shown, shown.form())
    form = FileForm(shown.choices(), request.POST, request.FILES)
    done = attempted(form, lambda: {"batch": import_files.receive(**form.given(request)).uuid})
    if isinstance(done, Refusal):
        return _index(request, shown, form, done)
    return done_at("import-batch", done["batch"])


def _index(request: Request, shown: ImportPage, form: FileForm, refusal: Refusal | None = None) -> HttpResponse:
    status = refusal.status if refusal else 200
    context = shown.context() | {"form": form, "refusal": refusal}
    return page(request, "exchange/index.html", gettext("导入"), status=status, here="communities", **context)


@require_safe
@behind_the_door(*HEADS)
def empty_template(request: Request, kind: str) -> HttpResponse:
    if kind not in REGISTERS:
        raise Http404
    name = gettext("%(register)s导入模板") % {"register": wording.words(REGISTERS[kind].words)}
    return sheet(template(REGISTERS[kind], wording.language()), name)


@require_safe
@behind_the_door(*HEADS)
def show(request: Request, key: uuid.UUID) -> HttpResponse:
    return _batch(request, _visible(request, key))


@require_POST
@behind_the_door(*HEADS)
def columns(request: Request, key: uuid.UUID) -> HttpResponse:
    """Which column is which field, said by hand; the file is checked anew."""
    batch = _visible(request, key)
    form = ColumnsForm(request.POST)
    done = attempted(form, lambda: {"batch": import_files.name_columns(**form.given(request, batch)).uuid})
    if isinstance(done, Refusal):
        return _batch(request, batch, done, by_hand=form.by_hand())
    return done_at("import-batch", key)


@require_POST
@behind_the_door(*HEADS)
def confirm(request: Request, key: uuid.UUID) -> HttpResponse:
    """A small file comes in at once, a big one behind the pages. First passwords are shown here, and only here."""
    batch = _visible(request, key)
    form = KeyedForm(request.POST)
    big = batch.kind != "staff" and sum(batch.counts.values()) > SMALL
    done = attempted(form, lambda: exchange_page.carried_in(request, form, batch, big=big))
    if isinstance(done, Refusal):
        return _batch(request, batch, done)
    if done.get("passwords"):
        return _batch(request, _visible(request, key), passwords=done["passwords"])
    return done_at("import-batch", key)


@require_safe
@behind_the_door(*HEADS)
def progress(request: Request, key: uuid.UUID) -> HttpResponse:
    """How far a big import has come; when it is over, the page is shown anew."""
    batch = _visible(request, key)
    job = import_jobs.job_of(batch)
    context = {"batch": batch, "job": job, "now": request.now}
    answer = render(request, "exchange/_progress.html", context)
    if job is None or job.state in ("done", "failed"):
        answer["HX-Refresh"] = "true"
    return answer


@require_safe
@behind_the_door(*HEADS)
def faults(request: Request, key: uuid.UUID) -> HttpResponse:
    """Every sentence about what is to be mended, as xlsx."""
    batch = _visible(request, key)
    if batch.content is None:
        raise Http404
    found = hands.faults_of(batch, by=request.user, now=request.now)
    return sheet(faults_as_xlsx(found, wording.language()), gettext("需要改正的行"))


@require_POST
@behind_the_door(*HEADS)
def undo(request: Request, key: uuid.UUID) -> HttpResponse:
    batch = _visible(request, key)
    form = KeyedForm(request.POST)
    done = attempted(form, lambda: exchange_page.taken_back(request, form, batch))
    if isinstance(done, Refusal):
        in_use = hands.blocking(batch, by=request.user, now=request.now) if batch.state == "imported" else []
        return _batch(request, batch, done, in_use=in_use)
    say_done(request, gettext("已撤销"), batch.file_name)
    return done_at("import-batch", key)


def _visible(request: Request, key: uuid.UUID) -> ImportBatch:
    """A batch of a community and a kind this person may import; to all others it does not exist."""
    found: ImportBatch = get_object_or_404(exchange_page.batches_of(request.user, request.now), uuid=key)
    return found


def _batch(request: Request, batch: ImportBatch, refusal: Refusal | None = None, **more: Any) -> HttpResponse:
    shown = BatchPage(batch, request.user, request.now, more.pop("by_hand", None))
    status = refusal.status if refusal else 200
    context = shown.context(refusal) | {"passwords": {}, "in_use": [], **more}
    return page(request, "exchange/batch.html", gettext("导入"), status=status, here="communities", **context)


@require_POST
@behind_the_door(*HEADS)
def export(request: Request, code: str, kind: str) -> HttpResponseBase:
    """A register of one community as xlsx. Taking it out is an act."""
    found = get_object_or_404(Community.objects.visible_to(request.user, request.now), code=code)
    if kind not in exchange_page.EXPORTED:
        raise Http404
    by, now = request.user, request.now
    return leaving(request, kind, found, lambda: taking.chosen(kind, by=by, now=now, community=found))
