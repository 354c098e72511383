"""How cases of the demo end: followed up, sometimes again and again, their words told, put in order and archived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from anju.procedure.archive import Holding, total
from anju.procedure.archive import sheets_of as sheets
from anju.procedure.first_edition import OTHER_CATEGORIES
from anju.procedure.posts import Post
from anju.records.models import Promise

from .demo_matters import AGAIN, ANSWER, CROSS, FAIRLY, INCOMPLETE, NOT_AGREED, REFUSED
from .demo_walk import COMPANY

if TYPE_CHECKING:
    from .demo_lives import Life

CLASSES = {each.code: each.words.zh for each in OTHER_CATEGORIES}
HOURS = (9, 10, 10, 11, 15, 16, 19)
DAYS_LATER = (0, 0, 1)  # before the call
SATISFIED = ("satisfied",) * 5 + ("fairly",)


def filed(life: Life) -> Iterator[datetime]:
    """What was promised is done, followed up, everybody told, put in order, handed over, archived."""
    if life.course.promise:
        yield life.soon(5, 40)
        _close_promise(life)
    yield from _followed_up(life)
    if life.course.voice:
        yield from _heard(life)
    if life.course.relayed or life.course.identified or life.course.not_agreed or life.course.voice:
        yield life.soon(5, 40)
        life.tell_everybody(ANSWER if life.course.not_agreed else life.text(life.matter.results[0]))
    yield from _archived(life)


def _followed_up(life: Life) -> Iterator[datetime]:
    if life.state() != "follow_up":
        return
    if life.course.unreachable:
        yield from _not_reached(life)
        return
    yield life.later(days=life.chance.choice(DAYS_LATER))
    yield life.next_day(HOURS[0] if life.course.stop else life.chance.choice(HOURS))
    if life.chance.random() < 0.1 and not life.course.stop:
        life.take("attempt", life.caller(), channel="phone", no_answer=life.chance.choice(("no_reply", "later")))
        yield life.next_day(19)
    if not life.course.dissatisfied:
        _call(life)
        return
    cross = life.text(life.matter.cross) or CROSS
    life.take("follow_up", life.caller(), channel="phone", score="dissatisfied", rating=2, opinion=cross)
    if life.course.not_agreed:
        yield from _not_agreed(life)
        return
    yield from _done_again(life)


def _call(life: Life) -> None:
    """Satisfied, as most are."""
    score = life.chance.choice(SATISFIED)
    rating = life.chance.choice((5, 5, 4) if score == "satisfied" else (4, 3, 3))
    opinion = life.text(life.matter.pleased) if score == "satisfied" else life.chance.choice(FAIRLY)
    life.take("follow_up", life.caller(), channel="phone", score=score, rating=rating, opinion=opinion)
    if life.course.anew:
        life.hears_more()


def _done_again(life: Life) -> Iterator[datetime]:
    """The work is done again, and asked about again."""
    yield from life.handled(life.matter.departments[:1], (life.matter.again or AGAIN,))
    if life.state() == "follow_up":
        yield life.next_day(10)
        life.take("follow_up", life.caller(), channel="face", score="fairly", rating=4, opinion="这次可以了。")


def _not_reached(life: Life) -> Iterator[datetime]:
    caller = life.authorised()
    for hour, why in ((10, "no_reply"), (16, "powered_off"), (19, "no_reply")):
        yield life.next_day(hour)
        life.take("attempt", caller, channel="phone", no_answer=why)
    yield life.next_day(9)
    life.take("report_unreachable", caller, remark="三天三个时段均未接通。")
    yield life.soon(60, 300)
    if life.course.called_again:
        life.take("call_again", life.director, reason="换个时间再联系一次，可发短信约时间。")
        yield life.next_day(11)
        _call(life)
        return
    life.take("confirm_unreachable", life.director)


def _not_agreed(life: Life) -> Iterator[datetime]:
    """§7.1.9: what cannot be granted ends as answered, not agreed, approved by the company - or is done again."""
    yield life.soon(30, 120)
    life.take("ask_not_agreed", life.director, reason=NOT_AGREED, answer=ANSWER)
    yield life.later(hours=life.chance.choice((2, 5, 20)))
    approver = life.world.people[life.chance.choice(COMPANY)]
    if life.course.refused:
        life.take("refuse_not_agreed", approver, reason=REFUSED)
        yield from _done_again(life)
    else:
        life.take("approve_not_agreed", approver)


def _heard(life: Life) -> Iterator[datetime]:
    """Everybody who joined is called; one who is dissatisfied has it done again, and is called again."""
    voices = life.voices
    for voice in range(1, voices + 1):
        yield life.next_day(10)
        cross = life.course.cross_voice and voice == 1
        if cross:
            life.take("call_voice", life.caller(), voice=voice, channel="phone", score="dissatisfied", rating=2,
                      opinion=life.text(life.matter.cross) or CROSS)  # fmt: skip
            yield from _done_again(life)
            yield life.next_day(15)
        life.take("call_voice", life.caller(), voice=voice, channel="phone", score="satisfied", rating=5)


def _close_promise(life: Life) -> None:
    """Kept where it was told in time."""
    due = Promise.objects.values_list("due", flat=True).get(case__number=life.number, key=1)
    late = life.at > due
    kept = "broken" if late else "kept"
    life.take("close_promise", life.desk, which=1, kept=kept, remark="超过答应的时间才回电，已道歉。" if late else None)


def _archived(life: Life) -> Iterator[datetime]:
    yield life.later(days=life.chance.choice((2, 3, 5, 6)))
    count = _sheets(life)
    life.take("put_in_order", life.director, sheets=count)
    yield life.soon(3, 60)
    life.take("hand_over", life.director)
    yield life.later(days=life.chance.choice((1, 2, 2.5)))
    archivist = life.one(Post.ARCHIVIST)
    if life.course.incomplete:
        life.take("return_records", archivist, reason=INCOMPLETE)
        yield life.soon(60, 300)
        life.take("put_in_order", life.director, sheets=count)
        life.take("hand_over", life.director)
        yield life.later(days=1)
    life.take("archive", archivist, counted=count, holding=_holding(life))


def _sheets(life: Life) -> int:
    """The record table, the sheet it was first written on, the written answer."""
    written = life.course.not_agreed and not life.course.refused
    return total(sheets(attachments=0, paper=life.on_paper, answer=written or life.matter.grade == "inquiry"))


def _holding(life: Life) -> str:
    """The next number in its class and month."""
    community, form, month, _ = life.number.split("-")
    first = Holding(community, form, month, CLASSES[life.category], 0)
    life.world.serials[first.prefix] += 1
    return str(replace(first, serial=life.world.serials[first.prefix]))
