"""§7.1.1 — Calls to make: noted when a call was missed or asked for, tried, and ended with what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from anju.procedure.call_backs import CALL_KINDS, ENDS, SAYS_WHY
from anju.procedure.facts import NO_ANSWER
from anju.procedure.given import CHOOSE, MISSING, TEXT_LIMIT
from anju.procedure.steps import Choice
from anju.procedure.words import Refused, Words
from anju.records import seeing
from anju.records.models import CallBack, Case, Community
from anju.records.models.call_backs import CALLERS
from anju.records.search import located

from .cases import NO_SUCH_PLACE, Doing, Stale
from .journal import Acting, Answer, Given, act
from .rights import Right, check, table
from .wording import FIELDS, line, phone_number, text

CLAUSE = "7.1.1"
DEEDS = table(
    Right("add_call", CLAUSE, Words("登记待回电", "Note a call to make"), posts=CALLERS),
    Right("take_call", CLAUSE, Words("我来回电", "I will call"), posts=CALLERS),
    Right("try_call", CLAUSE, Words("记一次未接通", "Record a try"), posts=CALLERS),
    Right("end_call", CLAUSE, Words("了结回电", "End a call to make"), posts=CALLERS),
    Right("reveal_call", CLAUSE, Words("查看来电号码", "Show the number of the caller"), posts=CALLERS),
)
NOBODY = Words(
    "电话、姓名、房号至少留一样，才能回电。", "Give a phone, a name or a room; without one nobody can be called."
)
IN_THE_FUTURE = Words("来电时间不能晚于现在。", "The call cannot have come later than now.")
BEFORE_THE_CALL = Words("回电时间要晚于来电时间。", "The time to call lies after the call itself.")
HAS_ENDED = Words("这一条已经了结。", "This call was ended before.")
ALREADY_YOURS = Words("这一条已经由您回电。", "You have taken this call already.")
TOO_FEW = Words(
    "已拨 {tries} 次，拨满 {least} 次未接通才能这样了结。",
    "Tried {tries} times; after {least} tries it may be ended so.",
)
NO_SUCH_CASE = Words("本小区没有“{number}”这件。", "There is no case “{number}” in this community.")
MOVED = ("taken_by", "tries", "tried_at", "moves", "end", "why", "ended_at", "case")
NO_PHONE = Words("这一条没有电话号码。", "No number was left with this call.")


@dataclass(frozen=True, slots=True)
class Call:
    """What is noted of a call to make; `place` as it was typed."""

    kind: str
    called_at: datetime
    phone: str = ""
    name: str = ""
    place: str = ""
    note: str = ""
    call_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """One act on an open call: what was said, and which act the page had seen last (None: not asked)."""

    deed: str
    call: str
    seen: int | None = None
    said: Mapping[str, object] = field(default_factory=dict)


def add_call(doing: Doing, *, community: Community, call: Call) -> Answer:
    """Notes a call that was missed, or that a resident asked for."""
    request = {"do": "add_call", "community": community.code, **{each: getattr(call, each) for each in call.__slots__}}

    def work(acting: Acting) -> Answer:
        check(doing.by, DEEDS["add_call"], community, doing.now)
        row = _row(community, call, doing.now)
        row.save(force_insert=True)
        facts = {
            "kind": row.kind,
            "called_at": row.called_at,
            "call_by": row.call_by,
            "place": row.place.code if row.place else None,
            "phone": Given(row.phone, personal=True),
            "name": Given(row.name, personal=True),
            "note": Given(row.note, personal=True),
        }
        acting.did(community, "call_back", str(row.uuid), DEEDS["add_call"], facts)
        return {"call": str(row.uuid)}

    return act(by=doing.by, key=doing.key, request=request, now=doing.now, work=work)


def _row(community: Community, call: Call, now: datetime) -> CallBack:
    _chosen("kind", call.kind, CALL_KINDS)
    if call.called_at > now:
        raise Refused(CLAUSE, IN_THE_FUTURE, "called_at")
    if call.call_by and call.call_by <= call.called_at:
        raise Refused(CLAUSE, BEFORE_THE_CALL, "call_by")
    phone = phone_number(CLAUSE, "phone", call.phone)
    name = line(CLAUSE, "name", call.name, longest=60, required=False)
    place = located(community, call.place) if call.place.strip() else None
    if call.place.strip() and place is None:
        raise Refused(CLAUSE, NO_SUCH_PLACE, "place", code=call.place.strip())
    if not (phone or name or place):
        raise Refused(CLAUSE, NOBODY, "phone")
    return CallBack(
        community=community,
        kind=call.kind,
        phone=phone,
        name=name,
        place=place,
        note=text(CLAUSE, "note", call.note, longest=TEXT_LIMIT, required=False),
        called_at=call.called_at,
        call_by=call.call_by,
        due=call.call_by or call.called_at,
        added_at=now,
    )


def take_call(doing: Doing, *, call: str, seen: int | None = None) -> Answer:
    """Somebody says that he will call; whoever had taken it before is relieved of it."""

    def change(row: CallBack) -> Mapping[str, object]:
        if row.taken_by_id == doing.by.pk:
            raise Refused(CLAUSE, ALREADY_YOURS)
        row.taken_by = doing.by
        return {"taken_by": doing.by.key}

    return _moved(doing, Move("take_call", call, seen), change)


def try_call(doing: Doing, *, call: str, no_answer: str, remark: str = "", seen: int | None = None) -> Answer:
    """One try that reached nobody."""
    said = text(CLAUSE, "remark", remark, longest=TEXT_LIMIT, required=False)

    def change(row: CallBack) -> Mapping[str, object]:
        _chosen("no_answer", no_answer, NO_ANSWER)
        row.tries, row.tried_at = row.tries + 1, doing.now
        row.taken_by = row.taken_by or doing.by
        return {"no_answer": no_answer, "remark": Given(said, personal=True)}

    return _moved(doing, Move("try_call", call, seen, {"no_answer": no_answer, "remark": said}), change)


def end_call(doing: Doing, *, call: str, end: str, why: str = "", case: str = "", seen: int | None = None) -> Answer:
    """The call was made, became a case, reached nobody so many times, or need not be made - and why."""
    said = text(CLAUSE, "why", why, longest=TEXT_LIMIT, required=end in SAYS_WHY)

    def change(row: CallBack) -> Mapping[str, object]:
        _chosen("end", end, ENDS)
        least = seeing.rules_of(row.community_id).rule("attempts")
        if end == "unreached" and row.tries < least:
            raise Refused(CLAUSE, TOO_FEW, "end", tries=row.tries, least=least)
        row.case = _case(doing, row.community, case) if end == "registered" else None
        row.end, row.why, row.ended_at = end, said, doing.now
        return {"end": end, "case": row.case.first_number if row.case else None, "why": Given(said, personal=True)}

    return _moved(doing, Move("end_call", call, seen, {"end": end, "why": said, "case": case}), change)


def _case(doing: Doing, community: Community, number: str) -> Case:
    if not number.strip():
        raise Refused(CLAUSE, MISSING, "case", of=FIELDS["case"])
    seen = Case.objects.visible_to(doing.by, doing.now).filter(community=community, number=number.strip().upper())
    case = seen.first()
    if case is None:
        raise Refused(CLAUSE, NO_SUCH_CASE, "case", number=number.strip())
    return case


def reveal_call(doing: Doing, *, call: str) -> str:
    """Shows the number to call, and journals who saw it. Raises CallBack.DoesNotExist."""

    def work(acting: Acting) -> Answer:
        row = CallBack.objects.visible_to(doing.by, doing.now).select_related("community").get(uuid=call)
        check(doing.by, DEEDS["reveal_call"], row.community, doing.now)
        if not row.phone:
            raise Refused(CLAUSE, NO_PHONE)
        acting.did(row.community, "call_back", call, DEEDS["reveal_call"], {})
        return {"call": call}

    act(by=doing.by, key=doing.key, request={"do": "reveal_call", "call": call}, now=doing.now, work=work)
    # Not from the answer: an answer is kept for ever, the number may be erased.
    return CallBack.objects.visible_to(doing.by, doing.now).values_list("phone", flat=True).get(uuid=call)


def _moved(doing: Doing, move: Move, change: Callable[[CallBack], Mapping[str, object]]) -> Answer:
    """One act on an open call. Raises CallBack.DoesNotExist, Stale where another came first, or Refused."""

    def work(acting: Acting) -> Answer:
        visible = CallBack.objects.visible_to(doing.by, doing.now).filter(uuid=move.call).values("pk")
        locked = CallBack.objects.select_for_update(of=("self",)).select_related("community")
        row = locked.get(pk__in=visible)
        if move.seen is not None and move.seen != row.moves:
            raise Stale
        check(doing.by, DEEDS[move.deed], row.community, doing.now)
        if row.ended_at:
            raise Refused(CLAUSE, HAS_ENDED)
        facts = change(row)
        row.moves += 1
        row.save(update_fields=MOVED)
        acting.did(row.community, "call_back", move.call, DEEDS[move.deed], facts)
        return {"call": move.call}

    request = {"do": move.deed, "call": move.call, **move.said}
    return act(by=doing.by, key=doing.key, request=request, now=doing.now, work=work)


def _chosen(field: str, value: str, choices: tuple[Choice, ...]) -> None:
    if value not in {each.value for each in choices}:
        raise Refused(CLAUSE, CHOOSE, field, of=FIELDS[field])
