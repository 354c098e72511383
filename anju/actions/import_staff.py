"""Importing staff: people and their posts. Each gets a random first password, given out once and kept nowhere."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db.models import Q

from anju.procedure.posts import COMPANY_POSTS, Post
from anju.procedure.register_columns import STAFF
from anju.procedure.register_values import CHOOSE, NOT_A_PHONE, parted, phones_of, post_of, post_words
from anju.procedure.registers import MISSING, Fault, Verdict
from anju.procedure.words import Words
from anju.records.models import (
    Absence,
    Act,
    Appointment,
    Delegation,
    Department,
    Duty,
    ImportBatch,
    ImportRow,
    Leg,
    Person,
)
from anju.records.models.people import on_day
from anju.records.names import name_key

from .import_reading import Row
from .importing import Blocking, Importer, Progress, keys_of
from .journal import Acting, Given
from .people import DEEDS, HAS_LEFT, IN_A_DEPARTMENT, NEEDS_DEPARTMENT, company

SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
PASSWORD_LENGTH = 12
LONGEST_NUMBER, LONGEST_NAME = 20, 60
OTHER_NAME = Words(
    "工号 {number} 是 {name}。请改正工号或姓名。", "The staff number {number} is {name}'s. Correct number or name."
)
NO_DEPARTMENT = Words(
    "本小区没有部门“{text}”，现有：{known}。请先新增部门。",
    "There is no department “{text}”; there are: {known}. Add it first.",
)
TOO_LONG = Words("超过 {most} 个字。请写短些。", "has more than {most} signs. Shorten it.")
HAS_ACTED = Words("{name}：已经办理过事项", "{name}: has acted since")
HAS_WORK = Words("{name}：名下有承办", "{name}: has work in hand")
HAS_MORE = Words(
    "{name}：另有任职，或排了班、请了假、有授权",
    "{name}: holds further posts, or a roster, absence or authorisation names him",
)


@dataclass(slots=True)
class Worker:
    """Somebody of the staff: known already (`key`), or to be made."""

    number: str
    name: str
    phone: str = ""
    key: int = 0
    has_left: bool = False
    held: set[tuple[str, int]] = field(default_factory=set)
    new: list[tuple[Post, int, date]] = field(default_factory=list)


class Staff(Importer):
    """People who work here, with the posts they hold in this community or in the company."""

    register = STAFF

    def load(self) -> None:
        people = Person.objects.values_list("pk", "staff_number", "name", "left_on")
        self.people = {number: Worker(number, name, "", pk, bool(left)) for pk, number, name, left in people}
        by_key = {each.key: each for each in self.people.values()}
        held = Appointment.objects.filter(on_day(self.today), community__in=[self.community.pk]) | (
            Appointment.objects.filter(on_day(self.today), community__isnull=True)
        )
        for person, post, department in held.values_list("person", "post", "department"):
            by_key[person].held.add((post, department or 0))
        rows = Department.objects.filter(community=self.community, closed_on__isnull=True)
        self.departments = {each.pk: each for each in rows}
        self.named = {name: each.pk for each in rows for name in (each.code, each.name)}
        self.passwords: dict[str, str] = {}
        self.hashes: dict[str, str] = {}

    def judge(self, row: Row) -> tuple[Verdict, Collection[Fault]]:
        number, name = row.values["number"], row.values["name"]
        faults = list(self._person(row, number, name))
        phones = phones_of(row.values.get("phone", ""))
        if phones is None:
            faults.append(self.fault(row, "phone", NOT_A_PHONE))
        since = self.day(row, "starts_on", faults, past=False) or self.today
        posts = [self._post(row, text, faults) for text in parted(row.values["post"])]
        department = self._department(row, [each for each in posts if each], faults)
        if faults or not posts:
            return Verdict.REFUSED, faults or [self.fault(row, "post", MISSING)]
        worker = self.people.get(number)
        verdict = Verdict.SAME if worker else Verdict.NEW
        worker = worker or self.people.setdefault(number, Worker(number, name, (phones or [""])[0]))
        for post in posts:
            place = department if post in IN_A_DEPARTMENT else 0
            if post and (post.value, place) not in worker.held:
                worker.held.add((post.value, place))
                worker.new.append((post, place, since))
                verdict = verdict if verdict is Verdict.NEW else Verdict.CHANGED
        return verdict, []

    def _person(self, row: Row, number: str, name: str) -> Iterator[Fault]:
        there = self.people.get(number)
        if there and there.name != name:
            yield self.fault(row, "number", OTHER_NAME, number=number, name=there.name)
        elif there and there.has_left:
            yield self.fault(row, "number", HAS_LEFT, name=name)
        for field_name, text, most in (("number", number, LONGEST_NUMBER), ("name", name, LONGEST_NAME)):
            if len(text) > most:
                yield self.fault(row, field_name, TOO_LONG, most=most)

    def _post(self, row: Row, text: str, faults: list[Fault]) -> Post | None:
        post = post_of(text)
        if post is None:
            faults.append(self.fault(row, "post", CHOOSE, text=text, known=post_words()))
        return post

    def _department(self, row: Row, posts: list[Post], faults: list[Fault]) -> int:
        needs = next((post for post in posts if post in IN_A_DEPARTMENT), None)
        if needs is None:
            return 0
        text = row.values.get("department")
        if text is None:
            faults.append(self.fault(row, "department", NEEDS_DEPARTMENT, post=needs.words))
        elif text not in self.named:
            known = "、".join(each.name for each in self.departments.values())
            faults.append(self.fault(row, "department", NO_DEPARTMENT, text=text, known=known))
        return self.named.get(text or "", 0)

    def prepare(self, progress: Progress) -> None:
        """First passwords and their hashes: slow on purpose, so done before anything is locked."""
        new = [each for each in self.people.values() if not each.key]
        for done, each in enumerate(new, 1):
            self.passwords[each.number] = "".join(secrets.choice(SIGNS) for _ in range(PASSWORD_LENGTH))
            self.hashes[each.number] = make_password(self.passwords[each.number])
            progress(done, len(new))

    def write(self, acting: Acting, batch: ImportBatch, progress: Progress) -> Iterator[ImportRow]:
        for each in self.people.values():
            if not each.key:
                yield ImportRow(batch=batch, kind="person", key=self._make(acting, each))
            for post, department, since in each.new:
                yield ImportRow(
                    batch=batch, kind="appointment", key=self._appoint(acting, each, post, department, since)
                )

    def _make(self, acting: Acting, each: Worker) -> int:
        person = Person.objects.create(
            staff_number=each.number,
            name=each.name,
            name_key=name_key(each.name),
            phone=each.phone,
            password=self.hashes[each.number],
            created_at=acting.now,
        )
        said = {"staff_number": each.number, "name": each.name, "phone": each.phone}
        facts = {name: Given(value, personal=True) for name, value in said.items()}
        acting.did(company(), "person", person.key, DEEDS["add_person"], facts)
        each.key = person.pk
        return each.key

    def _appoint(self, acting: Acting, each: Worker, post: Post, department: int, since: date) -> int:
        community = None if post in COMPANY_POSTS else self.community
        chosen = self.departments.get(department)
        person = Person.objects.get(pk=each.key)
        made = Appointment.objects.create(
            person=person, post=post, community=community, department=chosen, starts_on=since
        )
        facts = {"post": post.value, "department": chosen.code if chosen else None, "starts_on": since}
        acting.did(community or company(), "appointment", person.key, DEEDS["appoint"], facts)
        return made.pk

    def blocking(self, batch: ImportBatch) -> Iterator[Blocking]:
        own = keys_of(batch, "appointment")
        for person in Person.objects.filter(pk__in=keys_of(batch, "person")).order_by("staff_number"):
            if Act.objects.filter(actor=person).exists():
                yield _blocking(person, HAS_ACTED)
            if person.appointments.exclude(pk__in=own).exists() or any(_named(person)):
                yield _blocking(person, HAS_MORE)
        for each in Appointment.objects.filter(pk__in=own, department__isnull=False).select_related("person"):
            if Leg.objects.filter(person=each.person, department=each.department).exists():
                yield _blocking(each.person, HAS_WORK)

    def undo(self, acting: Acting, batch: ImportBatch) -> None:
        Appointment.objects.filter(pk__in=keys_of(batch, "appointment")).delete()
        Person.objects.filter(pk__in=keys_of(batch, "person")).delete()


def _named(person: Person) -> Iterator[bool]:
    """Whether a roster, an absence or an authorisation names somebody."""
    for model in (Duty, Absence):
        yield model.objects.filter(person=person).exists()
    yield Absence.objects.filter(stand_in=person).exists()
    yield Delegation.objects.filter(Q(giver=person) | Q(holder=person)).exists()


def _blocking(person: Person, words: Words) -> Blocking:
    said = Words(words.say("zh", name=person.name), words.say("en", name=person.name))
    return Blocking(person.staff_number, said)
