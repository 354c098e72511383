"""§9.0 — The pages of an import: what may be chosen, what a file would do, how it went, what came in before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from anju.actions import exchange as hands
from anju.actions import import_files, import_jobs
from anju.actions.export import DEEDS as EXPORTS
from anju.actions.export import RIGHT_OF
from anju.actions.import_files import Top
from anju.actions.journal import Answer
from anju.actions.rights import may
from anju.gateways.sheets import MOST_BYTES
from anju.procedure.register_columns import REGISTERS
from anju.procedure.registers import Verdict
from anju.procedure.words import Refused
from anju.records.models import Community, ImportBatch, Person

from . import wording
from .answers import Refusal
from .desk import Request
from .forms import KeyedForm
from .paging import Keyset

SMALL = 1000  # rows that come in while one waits
BLOCKING_SHOWN = 200
EXPORTED = ("rooms", "residents", "staff")
RECENT = Keyset(("-checked_at", "-pk"))


def communities_of(person: Person, now: datetime) -> list[Community]:
    """The communities whose registers this person may import."""
    rows = Community.objects.visible_to(person, now).filter(is_company=False).order_by("code")
    return [each for each in rows if kinds_of(person, each, now)]


def kinds_of(person: Person, community: Community, now: datetime) -> list[str]:
    return [kind for kind in REGISTERS if may(person, hands.right_of("import", kind), community, now)]


def batches_of(person: Person, now: datetime) -> Any:
    """The imports of those communities and kinds; files thrown in by others too."""
    allowed = Q(pk__in=())
    for each in communities_of(person, now):
        allowed |= Q(community=each, kind__in=kinds_of(person, each, now))
    return ImportBatch.objects.filter(allowed).select_related("community", "person")


class FileForm(KeyedForm):
    """Which register, of which community, in which file."""

    kind = forms.ChoiceField(label=gettext_lazy("登记资料"), widget=forms.RadioSelect)
    community = forms.ChoiceField(label=gettext_lazy("小区"))
    file = forms.FileField(label=gettext_lazy("文件"), allow_empty_file=True)

    def __init__(self, choices: Mapping[str, Sequence[tuple[str, str]]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, rows in choices.items():
            field = self.fields[name]
            field.choices = rows  # type: ignore[attr-defined]
            field.error_messages |= {"required": gettext("请选一项。"), "invalid_choice": gettext("请选一项。")}
            if len(rows) == 1:
                field.initial = rows[0][0]
        self.fields["file"].error_messages |= {"required": gettext("请选一个 xlsx 或 csv 文件。")}

    def given(self, request: Request) -> dict[str, Any]:
        """What the hand needs. One byte more than is allowed is read, and no more."""
        said, file = self.cleaned_data, self.cleaned_data["file"]
        return {
            "by": request.user,
            "key": said["key"],
            "now": request.now,
            "kind": said["kind"],
            "community": Community.objects.get(code=said["community"]),
            "file_name": file.name,
            "content": file.read(MOST_BYTES + 1),
        }


class ColumnsForm(forms.Form):
    """For each column of the file the field it is, or nothing: as many as the file has."""

    def by_hand(self) -> dict[str, str]:
        sent = cast(QueryDict, self.data)
        return dict(zip(sent.getlist("title"), sent.getlist("field"), strict=False))

    def given(self, request: Request, batch: ImportBatch) -> dict[str, Any]:
        return {"by": request.user, "now": request.now, "batch": batch, "by_hand": self.by_hand()}


def carried_in(request: Request, form: KeyedForm, batch: ImportBatch, *, big: bool) -> Answer:
    """The file imported, or a job for it. First passwords are part of the answer this once."""
    by, key, now = request.user, str(form.cleaned_data["key"]), request.now
    if big:
        return {"job": str(import_jobs.start(by=by, key=key, now=now, batch=batch).uuid)}
    done = hands.confirm(by=by, key=key, now=now, batch=batch)
    return {**done.answer, "passwords": dict(done.passwords)}


def taken_back(request: Request, form: KeyedForm, batch: ImportBatch) -> Answer:
    return hands.undo(by=request.user, key=str(form.cleaned_data["key"]), now=request.now, batch=batch)


@dataclass(frozen=True, slots=True)
class KindCard:
    """A register one may import: its name, its template, its columns."""

    kind: str
    title: str
    template: str
    required: str
    most_rows: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A list one may take out of a community."""

    title: str
    href: str


@dataclass
class ImportPage:
    """Where a register is chosen, and what came in before."""

    person: Person
    now: datetime
    asked: QueryDict

    @cached_property
    def communities(self) -> list[Community]:
        return communities_of(self.person, self.now)

    def kinds(self) -> list[str]:
        """Staff is the company's: it is offered where it may be imported anywhere."""
        allowed = {kind for each in self.communities for kind in kinds_of(self.person, each, self.now)}
        return [kind for kind in REGISTERS if kind in allowed]

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        kinds = [(kind, wording.words(REGISTERS[kind].words)) for kind in self.kinds()]
        return {"kind": kinds, "community": [(each.code, each.name) for each in self.communities]}

    def form(self) -> FileForm:
        return FileForm(self.choices(), initial={"kind": "rooms", "community": self.asked.get("community", "")})

    def context(self) -> dict[str, Any]:
        batches, pages = RECENT.page(batches_of(self.person, self.now).defer("content"), self.asked, reverse("import"))
        return {
            "cards": [self._card(kind) for kind in self.kinds()],
            "batches": [(each, wording.words(REGISTERS[each.kind].words), new_of(each)) for each in batches],
            "page": pages,
        }

    def _card(self, kind: str) -> KindCard:
        register = REGISTERS[kind]
        return KindCard(
            kind,
            wording.words(register.words),
            reverse("import-template", args=[kind]),
            "、".join(wording.words(each.words) for each in register.columns if each.required),
            register.most_rows,
        )


def new_of(batch: ImportBatch) -> int:
    return int(batch.counts.get(Verdict.NEW.value, 0))


def exports_of(person: Person, community: Community, now: datetime) -> list[Taken]:
    """The registers of a community this person may take out."""
    return [
        Taken(wording.words(REGISTERS[kind].words), reverse("export", args=[community.code, kind]))
        for kind in EXPORTED
        if not community.is_company and may(person, EXPORTS[RIGHT_OF[kind]], community, now)
    ]


@dataclass
class BatchPage:
    """One file on its way: its columns, what it would do or did, and what is next."""

    batch: ImportBatch
    person: Person
    now: datetime
    by_hand: Mapping[str, str] | None = None

    def context(self, refusal: Refusal | None) -> dict[str, Any]:
        batch, job = self.batch, import_jobs.job_of(self.batch)
        under_way = job is not None and job.state in ("waiting", "running")
        waits = batch.state == "checked" and not under_way
        top, preview, why = self._looked_at() if waits else (None, None, "")
        if refusal is None and why:
            refusal = Refusal(422, why, "9.0")
        return {
            "batch": batch,
            "register": wording.words(REGISTERS[batch.kind].words),
            "job": job,
            "under_way": under_way,
            "failed": job.error if waits and job and job.state == "failed" else "",
            "refusal": refusal,
            "top": top,
            "fields": [(each.name, wording.words(each.words), each.required) for each in REGISTERS[batch.kind].columns],
            "figures": self._figures(preview.counts if preview else batch.counts),
            "preview": preview,
            "sentences": [each.say(wording.language()) for each in preview.faults] if preview else [],
            "big": sum(preview.counts.values()) > SMALL if preview else False,
            "may_undo": may(self.person, hands.right_of("undo_import", batch.kind), batch.community, self.now),
            "form": KeyedForm(),
            "blocking_shown": BLOCKING_SHOWN,
        }

    def _looked_at(self) -> tuple[Top, hands.Preview | None, str]:
        """The file over the records as they are now; where its columns say too little, the sentence why."""
        top = import_files.top_of(self.batch)
        if self.by_hand is not None:  # shown as it was sent, whatever is wrong with it
            sent = self.by_hand
            top = replace(top, titles=tuple(replace(each, field=sent.get(each.key, "")) for each in top.titles))
            return top, None, ""
        try:
            return top, hands.preview(self.batch, by=self.person, now=self.now), ""
        except Refused as refused:
            return top, None, refused.say(wording.language())

    def _figures(self, counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
        return [(each.value, wording.words(each.words), int(counts[each.value])) for each in Verdict if each in counts]
