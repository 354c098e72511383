"""Importing rooms: a register laid over the tree of places; what is missing above a room is made with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Count

from anju.procedure.places import Place, Tree, Unreadable, path_of
from anju.procedure.register_columns import ROOMS
from anju.procedure.registers import Fault, Verdict
from anju.procedure.words import Words
from anju.records.models import Case, Household, ImportBatch, ImportRow, Location, PlaceText, Stage

from .import_reading import Row
from .importing import BATCH, Blocking, Importer, Progress, in_batches, keys_of
from .journal import Acting
from .registry import DELIVERED_FIRST, sort_key

HAS_CASES = Words("{code}：有 {count} 件案件", "{code}: {count} cases")
HAS_HOUSEHOLDS = Words("{code}：已登记住户", "{code}: residents are registered")
HAS_STAGES = Words("{code}：已登记交付阶段", "{code}: its stage was set")
HAS_BELOW = Words("{code}：下面又增加了房号", "{code}: places were added below it")
DATES = ("completed_on", "delivered_on")


class Rooms(Importer):
    """Rooms, shops, garages, parking spaces and common places."""

    register = ROOMS

    def load(self) -> None:
        self.root = Location.objects.get(community=self.community, kind="community")
        rows = Location.objects.filter(community=self.community).exclude(pk=self.root.pk)
        self.keys: dict[str, int] = {"": self.root.pk}
        known: dict[str, Place] = {}
        values = rows.values_list("pk", "code", "kind", "parent", "parent__code", "name", *DATES)
        for pk, code, kind, parent, above, name, completed, delivered in values.iterator():
            self.keys[code] = pk
            known[code] = Place(code, kind, "" if parent == self.root.pk else above, name, completed, delivered)
        self.before = dict(known)
        self.tree = Tree(known, True, {}, [], {})

    def judge(self, row: Row) -> tuple[Verdict, Collection[Fault]]:
        self.tree.has_parts = bool({"building", "unit"} & self.heading.columns.keys())
        faults: list[Fault] = []
        completed, delivered = (self.day(row, name, faults, past=False) for name in DATES)
        if completed and delivered and delivered < completed:
            faults.append(self.fault(row, "delivered_on", DELIVERED_FIRST))
        try:
            path = path_of(row.values, completed, delivered)
        except Unreadable as why:
            return Verdict.REFUSED, [*faults, self.fault(row, why.field, why.words, **dict(why.values))]
        if faults:
            return Verdict.REFUSED, faults
        verdict, words, values = self.tree.lay(row.number, path, kind_given="kind" in row.values)
        return verdict, [self.fault(row, "room", words, **values)] if words else []

    def write(self, acting: Acting, batch: ImportBatch, progress: Progress) -> Iterator[ImportRow]:
        made = self.tree.made
        done = 0
        for level in self._levels(made):
            for start in range(0, len(level), BATCH):
                rows = [self._location(place) for place in level[start : start + BATCH]]
                for location in Location.objects.bulk_create(rows):
                    self.keys[location.code] = location.pk
                    yield ImportRow(batch=batch, kind="location", key=location.pk)
                done += len(rows)
                progress(done, len(made))
        yield from self._change(batch)

    def _levels(self, made: list[Place]) -> list[list[Place]]:
        """Those above before those below: each level of the tree in one go."""
        depth: dict[str, int] = {}
        levels: dict[int, list[Place]] = defaultdict(list)
        for place in made:
            depth[place.code] = depth.get(place.above, 0) + 1
            levels[depth[place.code]].append(place)
        return [levels[each] for each in sorted(levels)]

    def _location(self, place: Place) -> Location:
        return Location(
            community=self.community,
            parent_id=self.keys[place.above],
            kind=place.kind,
            code=place.code,
            name=place.name,
            sort_key=sort_key(place.code)[:120],
            completed_on=place.completed_on,
            delivered_on=place.delivered_on,
        )

    def _change(self, batch: ImportBatch) -> Iterator[ImportRow]:
        changed = list(self.tree.changed.values())
        rows = [Location(pk=self.keys[each.code], **{name: getattr(each, name) for name in DATES}) for each in changed]
        Location.objects.bulk_update(rows, DATES, batch_size=BATCH)
        for each in changed:
            old = self.before.get(each.code)
            if old:
                before = {name: str(getattr(old, name) or "") for name in DATES}
                yield ImportRow(batch=batch, kind="location", key=self.keys[each.code], before=before)

    def touched(self) -> list[int]:
        return [self.keys[each.code] for each in (*self.tree.made, *self.tree.changed.values())]

    def blocking(self, batch: ImportBatch) -> Iterator[Blocking]:
        for keys in in_batches(keys_of(batch, "location")):
            codes = dict(Location.objects.filter(pk__in=keys).values_list("pk", "code"))
            cases = Case.objects.filter(place__in=keys).values_list("place").annotate(count=Count("pk"))
            for place, count in cases.order_by("place"):
                yield Blocking(codes[place], _filled(HAS_CASES, codes[place], count=count))
            for model, words in ((Household, HAS_HOUSEHOLDS), (Stage, HAS_STAGES)):
                manager: Any = model._default_manager
                for place in manager.filter(location__in=keys).values_list("location", flat=True).distinct():
                    yield Blocking(codes[place], _filled(words, codes[place]))
            own = batch.rows.filter(kind="location", before__isnull=True).values("key")
            below = Location.objects.filter(parent__in=keys).exclude(pk__in=own)
            for above in below.values_list("parent__code", flat=True).distinct():
                yield Blocking(above, _filled(HAS_BELOW, above))

    def undo(self, acting: Acting, batch: ImportBatch) -> None:
        """Those below go first: they were made after those above."""
        for keys in in_batches(keys_of(batch, "location")):
            PlaceText.objects.filter(pk__in=keys)._raw_delete("default")
            Location.objects.filter(pk__in=keys)._raw_delete("default")
        for row in batch.rows.filter(kind="location", before__isnull=False).iterator():
            before = {name: value or None for name, value in (row.before or {}).items()}
            Location.objects.filter(pk=row.key).update(**before)


def _filled(words: Words, code: str, **values: object) -> Words:
    return Words(words.say("zh", code=code, **values), words.say("en", code=code, **values))
