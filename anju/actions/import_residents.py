"""Importing residents: who lives where, as what, since when. No phone is required; an identity number is never read."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from anju.procedure.places import Unreadable, path_of
from anju.procedure.register_columns import RESIDENTS
from anju.procedure.register_values import CHOOSE, NOT_A_PHONE, parted, phones_of, role_of, role_words
from anju.procedure.registers import MISSING, Fault, Verdict
from anju.procedure.words import Words
from anju.records.models import Case, Household, ImportBatch, ImportRow, Location, Residency, Resident, ResidentPhone
from anju.records.models.cases import Voice
from anju.records.names import name_key, tail

from . import search
from .import_reading import Row
from .importing import BATCH, Blocking, Importer, Judged, Progress, in_batches, keys_of
from .journal import Acting
from .residents import LIVED_IN, MOST_PHONES, NOT_LIVED_IN, TOO_MANY

LONGEST_NAME = 60
NO_ROOM = Words(
    "没有“{code}”这个房号。请先导入房屋，或改正楼栋、单元、房号。",
    "There is no room “{code}”. Import the rooms first, or correct building, unit and room.",
)
OTHER_ROLE = Words(
    "{name}在这里已登记为{role}。请先在住户页办理变更。",
    "{name} is registered here as {role}. Change that on the resident's page first.",
)
TOO_LONG = Words("超过 {most} 个字。请写短些。", "has more than {most} signs. Shorten it.")
BEFORE_HOUSEHOLD = Words(
    "早于本户的开始日期 {day}。请改正，或留空。",
    "lies before the household began ({day}). Correct it or leave it empty.",
)
HAS_CASES = Words("{code}：住户已有案件", "{code}: a resident has cases")
MOVED = Words("{code}：住户资料后来有变动", "{code}: the household was changed since")
ROLE_WORDS = {
    "owner": Words("业主", "owner"),
    "tenant": Words("租户", "tenant"),
    "family": Words("家属", "family"),
    "buyer": Words("待交付买受人", "buyer"),
}


@dataclass(slots=True)
class Living:
    """Somebody in a room: known already (`key`), or to be made; `added` are phones to be added."""

    name: str
    role: str
    since: date | None
    key: int = 0
    phones: set[str] = field(default_factory=set)
    added: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Home:
    """A room and its household now, with everybody in it by name."""

    place: int
    kind: str
    household: int = 0
    since: date | None = None
    people: dict[str, Living] = field(default_factory=dict)


class Residents(Importer):
    """Owners, tenants, families and buyers."""

    register = RESIDENTS

    def load(self) -> None:
        places = Location.objects.filter(community=self.community).values_list("pk", "code", "kind")
        self.homes = {code: Home(pk, kind) for pk, code, kind in places.iterator()}
        current = Household.objects.filter(community=self.community, ends_on__isnull=True)
        for pk, code, since in current.values_list("pk", "location__code", "starts_on").iterator():
            self.homes[code].household, self.homes[code].since = pk, since
        living = Residency.objects.filter(household__in=current, ends_on__isnull=True)
        by_key: dict[int, Living] = {}
        values = living.values_list("resident", "resident__name", "role", "household__location__code", "starts_on")
        for key, name, role, code, since in values.iterator():
            by_key[key] = self.homes[code].people[name] = Living(name, role, since, key)
        self.made: set[int] = set()
        phones = ResidentPhone.objects.filter(community=self.community).values_list("resident", "number")
        for key, number in phones.iterator():
            if key in by_key:
                by_key[key].phones.add(number)

    def judge(self, row: Row) -> tuple[Verdict, Collection[Fault]]:
        faults: list[Fault] = []
        home = self._home(row, faults)
        since = self.day(row, "starts_on", faults, past=False)
        names = parted(row.values["name"])
        phones = phones_of(row.values.get("phone", ""))
        role = role_of(row.values["role"]) if "role" in row.values else "owner"
        if not names:
            faults.append(self.fault(row, "name", MISSING))
        if any(len(name) > LONGEST_NAME for name in names):
            faults.append(self.fault(row, "name", TOO_LONG, most=LONGEST_NAME))
        if phones is None:
            faults.append(self.fault(row, "phone", NOT_A_PHONE))
        elif len(phones) > MOST_PHONES:
            faults.append(self.fault(row, "phone", TOO_MANY, most=MOST_PHONES))
        if not role:
            faults.append(self.fault(row, "role", CHOOSE, text=row.values["role"], known=role_words()))
        if home and since and home.since and home.household and since < home.since:
            faults.append(self.fault(row, "starts_on", BEFORE_HOUSEHOLD, day=home.since))
        if faults or home is None or phones is None:
            return Verdict.REFUSED, faults
        return self._settle(row, home, [Living(name, role, since) for name in names], phones)

    def judged(self, row: Row) -> Judged:
        """A room without a resident is none of this register's business: not sold, or empty."""
        nobody = "name" not in row.values and all(each.words == MISSING for each in row.faults)
        if nobody and "room" in row.values:
            return Verdict.PASSED, ()
        return super().judged(row)

    def _home(self, row: Row, faults: list[Fault]) -> Home | None:
        try:
            code = path_of(row.values)[-1].code
        except Unreadable as why:
            faults.append(self.fault(row, why.field, why.words, **dict(why.values)))
            return None
        home = self.homes.get(code)
        if home is None:
            faults.append(self.fault(row, "room", NO_ROOM, code=code))
        elif home.kind not in LIVED_IN:
            faults.append(self.fault(row, "room", NOT_LIVED_IN, code=code))
        return home

    def _settle(self, row: Row, home: Home, people: list[Living], phones: list[str]) -> tuple[Verdict, list[Fault]]:
        """Several names share a cell of phones: one each where the numbers match, else the first has them all."""
        for each in people:
            there = home.people.get(each.name)
            if there and there.role != each.role and "role" in row.values:
                words = ROLE_WORDS[there.role]
                return Verdict.REFUSED, [self.fault(row, "role", OTHER_ROLE, name=each.name, role=words)]
        shared = [[number] for number in phones] if len(phones) == len(people) else [phones] + [[]] * len(people)
        verdict = Verdict.SAME
        for each, numbers in zip(people, shared, strict=False):
            there = home.people.setdefault(each.name, each)
            fresh = [number for number in numbers if number not in there.phones]
            there.phones.update(fresh)
            there.added += fresh
            if there is each:
                verdict = Verdict.NEW
            elif fresh and verdict is Verdict.SAME:
                verdict = Verdict.CHANGED
        return verdict, []

    def write(self, acting: Acting, batch: ImportBatch, progress: Progress) -> Iterator[ImportRow]:
        touched = [home for home in self.homes.values() if any(not each.key for each in home.people.values())]
        begun = [home for home in touched if not home.household]
        for start in range(0, len(begun), BATCH):
            part = begun[start : start + BATCH]
            rows = [Household(community=self.community, location_id=h.place, starts_on=self._begins(h)) for h in part]
            for home, made in zip(part, Household.objects.bulk_create(rows), strict=True):
                home.household, home.since = made.pk, made.starts_on
                yield ImportRow(batch=batch, kind="household", key=made.pk)
        new = [(home, each) for home in touched for each in home.people.values() if not each.key]
        for start in range(0, len(new), BATCH):
            yield from self._people(batch, new[start : start + BATCH])
            progress(start, len(new))
        self.made = {each.key for _, each in new}
        yield from self._phones(batch)

    def _begins(self, home: Home) -> date:
        return min((each.since for each in home.people.values() if each.since), default=self.today)

    def _people(self, batch: ImportBatch, part: list[tuple[Home, Living]]) -> Iterator[ImportRow]:
        rows = [Resident(community=self.community, name=each.name, name_key=name_key(each.name)) for _, each in part]
        for (_, each), made in zip(part, Resident.objects.bulk_create(rows), strict=True):
            each.key = made.pk
            yield ImportRow(batch=batch, kind="resident", key=made.pk)
        Residency.objects.bulk_create(
            Residency(
                resident_id=each.key,
                household_id=home.household,
                role=each.role,
                starts_on=max(each.since or self.today, home.since or self.today),
            )
            for home, each in part
        )

    def _phones(self, batch: ImportBatch) -> Iterator[ImportRow]:
        """Those of a new resident go with him when the batch is undone; one added to another goes by itself."""
        added = [
            ResidentPhone(community=self.community, resident_id=each.key, number=number, tail=tail(number))
            for home in self.homes.values()
            for each in home.people.values()
            for number in each.added
        ]
        for phone in ResidentPhone.objects.bulk_create(added, batch_size=BATCH):
            if phone.resident_id not in self.made:
                yield ImportRow(batch=batch, kind="phone", key=phone.pk)

    def touched(self) -> list[int]:
        living = ((home, each) for home in self.homes.values() for each in home.people.values())
        return sorted({home.place for home, each in living if each.key in self.made or each.added})

    def blocking(self, batch: ImportBatch) -> Iterator[Blocking]:
        for keys in in_batches(keys_of(batch, "resident")):
            for model in (Case, Voice):
                used = model.objects.filter(resident__in=keys).values_list("resident__residencies__household__location")
                codes = Location.objects.filter(pk__in=used).values_list("code", flat=True)
                yield from (Blocking(code, _filled(HAS_CASES, code)) for code in codes.order_by("sort_key"))
        own = batch.rows.filter(kind="resident").values("key")
        for keys in in_batches(keys_of(batch, "household")):
            others = Residency.objects.filter(household__in=keys).exclude(resident__in=own)
            moved = others.values_list("household__location__code", flat=True).distinct()
            yield from (Blocking(code, _filled(MOVED, code)) for code in moved)

    def undo(self, acting: Acting, batch: ImportBatch) -> None:
        residents = Resident.objects.filter(pk__in=batch.rows.filter(kind="resident").values("key"))
        phones = ResidentPhone.objects.filter(pk__in=batch.rows.filter(kind="phone").values("key"))
        ways = (
            residents.values_list("residencies__household__location", flat=True),
            phones.values_list("resident__residencies__household__location", flat=True),
        )
        places = sorted({place for way in ways for place in way if place})
        for keys in in_batches(keys_of(batch, "phone")):
            ResidentPhone.objects.filter(pk__in=keys).delete()
        for keys in in_batches(keys_of(batch, "resident")):
            Resident.objects.filter(pk__in=keys).delete()
        for keys in in_batches(keys_of(batch, "household")):
            Household.objects.filter(pk__in=keys).delete()
        for keys in in_batches(places):
            search.places_anew(keys)


def _filled(words: Words, code: str) -> Words:
    return Words(words.say("zh", code=code), words.say("en", code=code))
