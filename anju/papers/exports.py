"""What may leave the house as a list: cases, rooms, residents, staff - each with its columns and its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from anju.procedure.facts import SOURCE, URGENCIES
from anju.procedure.natures import TABLES, nature
from anju.procedure.posts import Post
from anju.procedure.register_columns import REGISTERS
from anju.procedure.words import Language, Words
from anju.records.models import Appointment, Case, Community, Location, Residency, ResidentPhone
from anju.records.models.people import on_day
from anju.records.models.registry import KINDS, ROLES
from anju.records.names import masked

from .lists import Column, Shown

CHUNK = 2000
ABOVE = ("community", "phase", "building", "unit")
Rows = Iterator[Sequence[object]]
ROLE_WORDS = dict(ROLES)
KIND_WORDS = dict(KINDS)

CASE_COLUMNS = (
    Column(Words("单号", "Number")),
    Column(Words("小区", "Community")),
    Column(Words("性质", "Nature")),
    Column(Words("状态", "State")),
    Column(Words("类别", "Category")),
    Column(Words("等级", "Grade")),
    Column(Words("紧急度", "Urgency")),
    Column(Words("来源", "Source")),
    Column(Words("房号或部位", "Room or place")),
    Column(Words("姓名", "Name")),
    Column(Words("电话", "Phone"), "phone"),
    Column(Words("内容", "Content"), "long"),
    Column(Words("说出时间", "Said at"), "moment"),
    Column(Words("登记时间", "Recorded at"), "moment"),
    Column(Words("到期时间", "Due at"), "moment"),
)


@dataclass(frozen=True, slots=True)
class Export:
    """One list: what it is called, its columns, its rows and about how many there are."""

    title: Words
    columns: tuple[Column, ...]
    rows: Rows
    total: int


def cases(found: QuerySet[Case], edition_words: dict[str, Words], language: Language) -> Export:
    """Cases as they were filtered; `edition_words` says categories and grades by their codes."""
    title = Words("案件", "Cases")
    return Export(title, CASE_COLUMNS, _case_rows(found, edition_words, language), found.count())


def _case_rows(found: QuerySet[Case], edition_words: dict[str, Words], language: Language) -> Rows:
    coded = {each.value: each.words for each in (*SOURCE.choices, *URGENCIES)}

    def said(code: str, words: dict[str, Words]) -> str:
        return words[code].say(language) if code in words else code

    for case in found.select_related("community").iterator(chunk_size=CHUNK):
        table = TABLES[case.nature]
        yield (
            case.number,
            case.community.name,
            nature(case.nature).words.say(language),
            table.state(case.state).words.say(language),
            said(case.category, edition_words),
            said(case.grade, edition_words),
            said(case.urgency, coded),
            said(case.source, coded),
            case.room,
            case.name,
            case.phone,
            case.content,
            case.said_at,
            case.opened_at,
            case.next_due_at,
        )


def rooms(community: Community) -> Export:
    """The rooms of a community, in columns that can be imported again."""
    register = REGISTERS["rooms"]
    days = {"completed_on", "delivered_on"}
    columns = tuple(Column(each.words, "day" if each.name in days else "text") for each in register.columns)
    total = Location.objects.filter(community=community).exclude(kind__in=ABOVE).count()
    return Export(register.words, columns, _room_rows(community), total)


def _room_rows(community: Community) -> Rows:
    paths = _paths(community)
    for place in Location.objects.filter(community=community).order_by("sort_key").iterator(chunk_size=CHUNK):
        if place.kind not in ABOVE:
            yield (*paths[place.pk], KIND_WORDS[place.kind], place.completed_on, place.delivered_on)


def _paths(community: Community) -> dict[int, tuple[str, str, str, str]]:
    """Phase, building, unit and room of every place, as a register writes them."""
    rows = Location.objects.filter(community=community).values_list("pk", "parent", "kind", "code")
    places = {pk: (parent, kind, code) for pk, parent, kind, code in rows.iterator()}
    found = {}
    for pk, (parent, _, code) in places.items():
        above = {"phase": "", "building": "", "unit": ""}
        last = ""
        at = parent
        while at is not None:
            up, kind, named = places[at]
            if kind in above:
                above[kind] = named
                last = last or (named if kind != "phase" else "")
            at = up
        building, unit = above["building"], above["unit"].removeprefix(f"{above['building']}-")
        found[pk] = (above["phase"], building, unit, code.removeprefix(f"{last}-") if last else code)
    return found


def residents(community: Community, day: date) -> Export:
    """Who lives where today, with masked phones."""
    register = REGISTERS["residents"]
    columns = tuple(Column(each.words, "day" if each.name == "starts_on" else "text") for each in register.columns)
    living = Residency.objects.filter(on_day(day), household__community=community)
    return Export(register.words, columns, _resident_rows(community, living), living.count())


def _resident_rows(community: Community, living: QuerySet[Residency]) -> Rows:
    paths = _paths(community)
    phones = Prefetch("resident__phones", ResidentPhone.objects.order_by("pk"))
    ordered = living.select_related("resident", "household").prefetch_related(phones)
    for each in ordered.order_by("household__location__sort_key", "pk").iterator(chunk_size=CHUNK):
        numbers = ", ".join(masked(phone.number) for phone in each.resident.phones.all())
        role = ROLE_WORDS[each.role]
        yield (*paths[each.household.location_id], each.resident.name, numbers, role, each.starts_on)


def staff(community: Community, day: date) -> Export:
    """Who holds which post today, with masked phones."""
    register = REGISTERS["staff"]
    kinds: dict[str, Shown] = {"phone": "phone", "starts_on": "day"}
    columns = tuple(Column(each.words, kinds.get(each.name, "text")) for each in register.columns)
    held = Appointment.objects.filter(on_day(day), community=community)
    return Export(register.words, columns, _staff_rows(held), held.count())


def _staff_rows(held: QuerySet[Appointment]) -> Rows:
    held = held.select_related("person", "department")
    for each in held.order_by("person__staff_number", "pk").iterator(chunk_size=CHUNK):
        department = each.department.name if each.department else ""
        person = each.person
        post = Post(each.post).words.zh
        yield (person.staff_number, person.name, post, department, person.phone, each.starts_on)
