"""§9.0 — A file on its way in: kept a week, its columns named by hand where their titles say nothing."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction

from anju.gateways.sheet_parts import column_number
from anju.gateways.sheets import opened
from anju.procedure.register_columns import REGISTERS
from anju.procedure.registers import (
    HEADER_WITHIN,
    NO_COLUMN,
    NO_HEADER,
    Register,
    clean,
    letters,
    matched,
)
from anju.procedure.words import Refused
from anju.records.models import Community, ImportBatch, Person
from anju.records.names import masked

from . import exchange
from .exchange import NOT_CHECKED
from .journal import KEY_REUSED, Reused
from .rights import check

SHOWN = 6  # rows shown under the header
NUMBER_OF_SOMEBODY = re.compile(r"[0-9]{7,}[Xx]?|1[0-9]{2}[ -][0-9]{4}[ -][0-9]{4}")
MENDED_BY_HAND = (NO_HEADER, NO_COLUMN)


@dataclass(frozen=True, slots=True)
class Title:
    """A column of the file: how it is named by hand, its letter, what heads it, what it is taken for ("": left out)."""

    key: str
    letter: str
    text: str
    field: str


@dataclass(frozen=True, slots=True)
class Top:
    """The top of a file: its columns, and the first rows under them with their numbers."""

    titles: tuple[Title, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def receive(
    *, by: Person, key: uuid.UUID, now: datetime, kind: str, community: Community, file_name: str, content: bytes
) -> ImportBatch:
    """Keeps a file that can be read, and what it would do. The same key again gives the same batch."""
    earlier = ImportBatch.objects.filter(uuid=key).first()
    if earlier is not None:
        if (earlier.person_id, earlier.digest) != (by.pk, hashlib.sha256(content).hexdigest()):
            raise Reused("9.0", KEY_REUSED)
        return earlier
    batch = exchange.new_batch(by=by, now=now, kind=kind, community=community, file_name=file_name, content=content)
    batch.uuid = key
    try:
        batch.counts = dict(exchange.preview(batch, by=by, now=now).counts)
    except Refused as refusal:
        if refusal.words not in MENDED_BY_HAND or not top_of(batch).titles:
            raise
    ImportBatch.objects.get_or_create(uuid=key, defaults=_columns_of(batch))
    return ImportBatch.objects.get(uuid=key)


def _columns_of(batch: ImportBatch) -> dict[str, object]:
    names = ("community", "kind", "file_name", "digest", "content", "counts", "person", "checked_at")
    return {name: getattr(batch, name) for name in names}


def name_columns(*, by: Person, now: datetime, batch: ImportBatch, by_hand: Mapping[str, str]) -> ImportBatch:
    """Says for each column which field it is; the file is checked anew. Refused where a field stays without one."""
    check(by, exchange.right_of("import", batch.kind), batch.community, now)
    with transaction.atomic():
        locked = ImportBatch.objects.select_for_update(of=("self",)).select_related("community").get(pk=batch.pk)
        if locked.state != "checked":
            raise Refused("9.0", NOT_CHECKED, "file")
        locked.by_hand = dict(by_hand)
        locked.counts = dict(exchange.preview(locked, by=by, now=now).counts)
        locked.save(update_fields=["by_hand", "counts"])
    return locked


def top_of(batch: ImportBatch) -> Top:
    """The columns as they are understood now, and the first rows under them."""
    register = REGISTERS[batch.kind]
    with opened(bytes(batch.content or b"")) as table:
        first = list(islice(table.rows, HEADER_WITHIN + SHOWN))
    header = _header(register, first, batch.by_hand)
    titles = [clean(each) for each in first[header]] if first else []
    fields = _fields(register, titles, batch.by_hand)
    named = tuple(
        Title(_key(titles, place), letters(place), title, fields.get(place, ""))
        for place, title in enumerate(titles, 1)
        if title or any(len(row) >= place and clean(row[place - 1]) for row in first[header + 1 :])
    )
    shown = ((number, row) for number, row in enumerate(first[header + 1 :], header + 2) if any(map(clean, row)))
    places = [column_number(each.letter) for each in named]
    rows = ((number, tuple(_shown(row[at - 1]) if at <= len(row) else "" for at in places)) for number, row in shown)
    return Top(named, tuple(islice(rows, SHOWN)))


def _shown(cell: str) -> str:
    """A cell on a page: what may be a phone or the number of an identity card is masked there too."""
    return NUMBER_OF_SOMEBODY.sub(lambda found: masked(found[0]), clean(cell))


def _key(titles: Sequence[str], place: int) -> str:
    """What a column is named by: its title, or its letter where the title is missing or not the only one."""
    title = titles[place - 1]
    return title if title and titles.count(title) == 1 else letters(place)


def _header(register: Register, rows: Sequence[Sequence[str]], by_hand: Mapping[str, str]) -> int:
    """The row that knows most columns; where none knows any, the one with most cells filled. Counted from 0."""

    def worth(place: int) -> tuple[int, int, int]:
        known = len(_fields(register, rows[place], by_hand))
        return known, sum(1 for cell in rows[place] if clean(cell)), -place

    return max(range(min(len(rows), HEADER_WITHIN)), key=worth, default=0)


def _fields(register: Register, titles: Sequence[str], by_hand: Mapping[str, str]) -> dict[int, str]:
    """What each column of a header is taken for, by its place."""
    try:
        heading = matched(register, titles, 1, by_hand)
    except Refused:
        return {}
    return {place: field for field, place in heading.columns.items()}
