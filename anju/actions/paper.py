"""§9.0 — Paper blocks: numbers reserved and printed in advance, used when the sheet is entered, void, or lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from anju.procedure.clauses import FORM_OF_CODE
from anju.procedure.posts import Post
from anju.procedure.words import Refused, Words
from anju.records.models import Community, Number, Person

from .journal import Acting, Answer, Given, act
from .numbers import next_number
from .rights import CENTRE_HEAD, Right, check, table
from .wording import line

CLAUSE = "9.0"
DEEDS = table(
    Right("reserve", CLAUSE, Words("预留纸单号", "Reserve numbers for paper"), posts=CENTRE_HEAD | {Post.FRONT_DESK}),
    Right("void_paper", CLAUSE, Words("作废纸单", "Void a sheet"), posts=CENTRE_HEAD),
    Right("lose_paper", CLAUSE, Words("登记纸单遗失", "Record a sheet as lost"), posts=CENTRE_HEAD),
)
MOST = 200
LONGEST_REASON = 200
BAD_COUNT = Words("一次预留 1 到 {most} 个号。", "Reserve 1 to {most} numbers at a time.")
BAD_FORM = Words("没有表号“{form}”。", "There is no form “{form}”.")
NO_SUCH_SHEET = Words("本小区没有预留“{number}”这个号。", "No number “{number}” is reserved in this community.")
OTHER_FORM = Words("“{number}”不是这种表的号。", "“{number}” is a number of another form.")
NOT_OPEN = Words("“{number}”已经用过、作废或登记遗失。", "“{number}” was used, voided or recorded as lost before.")
NOT_PRINTED_YET = Words(
    "“{number}”是后来才预留的，发生时间有误。", "“{number}” was reserved later than that; correct the time it happened."
)


def reserve(*, by: Person, key: str, now: datetime, community: Community, form: str, count: int) -> Answer:
    """Reserves the next numbers of a form for paper, in the month of printing; answers them in order."""

    def work(acting: Acting) -> Answer:
        check(by, DEEDS["reserve"], community, now)
        if form not in FORM_OF_CODE:
            raise Refused(CLAUSE, BAD_FORM, "form", form=form)
        if not 1 <= count <= MOST:
            raise Refused(CLAUSE, BAD_COUNT, "count", most=MOST)
        numbers = [next_number(community, form, now, reserved=True).number for _ in range(count)]
        for number in numbers:
            acting.did(community, "number", number, DEEDS["reserve"], {})
        return {"numbers": tuple(numbers)}

    request = {"do": "reserve", "community": community.code, "form": form, "count": count}
    return act(by=by, key=key, request=request, now=now, work=work)


def void_paper(*, by: Person, key: str, now: datetime, number: str, reason: str) -> Answer:
    """A sheet that will not be used: spoilt, or printed for nothing. Raises Number.DoesNotExist."""
    return _ended(by, key, now, number, Ending("void_paper", "void", reason))


def lose_paper(*, by: Person, key: str, now: datetime, number: str, reason: str) -> Answer:
    """A sheet that cannot be found. Raises Number.DoesNotExist."""
    return _ended(by, key, now, number, Ending("lose_paper", "lost", reason))


@dataclass(frozen=True, slots=True)
class Ending:
    """What becomes of a sheet that is never entered."""

    deed: str
    state: str
    reason: str


def _ended(by: Person, key: str, now: datetime, number: str, ending: Ending) -> Answer:
    deed = DEEDS[ending.deed]
    why = line(CLAUSE, "reason", ending.reason, longest=LONGEST_REASON)

    def work(acting: Acting) -> Answer:
        locked = Number.objects.select_for_update(of=("self",)).select_related("community")
        found = locked.get(number=number, reserved_at__isnull=False)
        check(by, deed, found.community, now)
        if found.state != "reserved":
            raise Refused(CLAUSE, NOT_OPEN, "number", number=number)
        found.state, found.reason = ending.state, why
        found.save(update_fields=["state", "reason"])
        acting.did(found.community, "number", number, deed, {"reason": Given(why, personal=True)})
        return {"number": number, "state": ending.state}

    request = {"do": deed.name, "number": number, "reason": why}
    return act(by=by, key=key, request=request, now=now, work=work)


def taken_up(community: Community, form: str, number: str, happened: datetime) -> Number:
    """The sheet that is entered now: its number keeps the month it was printed with. Locked until the act ends."""
    locked = Number.objects.select_for_update(of=("self",)).select_related("community")
    found = locked.filter(community=community, number=number, reserved_at__isnull=False).first()
    if found is None or found.reserved_at is None:
        raise Refused(CLAUSE, NO_SUCH_SHEET, "paper", number=number)
    if found.form != form:
        raise Refused(CLAUSE, OTHER_FORM, "paper", number=number)
    if found.state != "reserved":
        raise Refused(CLAUSE, NOT_OPEN, "paper", number=number)
    if happened < found.reserved_at:
        raise Refused(CLAUSE, NOT_PRINTED_YET, "happened", number=number)
    found.state = "issued"
    return found
