"""Chapter people: a shift is handed over with what is open, and signed by both - each in his own session or by PIN."""

from __future__ import annotations

from datetime import datetime

from anju.procedure.given import TEXT_LIMIT
from anju.procedure.posts import Post
from anju.procedure.words import Refused, Words
from anju.records.models import Community, Person, Shift
from anju.records.shifts import items_digest, open_at_the_desk

from .access import change_person
from .journal import Acting, Answer, Given, act
from .rights import Right, check, may, table
from .wording import text

CLAUSE = "5.1.1"
DESK = frozenset({Post.FRONT_DESK, Post.NIGHT_DESK, Post.DIRECTOR})
DEEDS = table(
    Right("hand_over_shift", CLAUSE, Words("交班", "Hand over a shift"), posts=DESK),
    Right("take_over_shift", CLAUSE, Words("接班", "Take over a shift"), posts=DESK),
)
STARTS_LATER = Words("班次的开始时间要早于现在。", "The shift must have started before now.")
TO_ONESELF = Words("交给另一位值班人员。", "Hand over to another person.")
NOT_AT_THE_DESK = Words("{name}在本小区没有前台、夜班或主任的岗位。", "{name} holds no post at this desk.")
NOT_THE_TAKER = Words("这个班次不是交给您的。", "This shift was not handed over to you.")
TAKEN = Words("这个班次已经接过。", "This shift was taken over before.")


def hand_over_shift(
    *,
    by: Person,
    key: str,
    now: datetime,
    community: Community,
    starts_at: datetime,
    taker: Person,
    pin: str = "",
    remark: str = "",
) -> Answer:
    """The giver signs what is open now. With the taker's PIN, given on the shared PC, he signs at once."""
    said = text(CLAUSE, "remark", remark, longest=TEXT_LIMIT, required=False)
    if pin:
        change_person(staff_number=taker.staff_number, pin=pin, now=now)  # refuses a wrong one

    def work(acting: Acting) -> Answer:
        check(by, DEEDS["hand_over_shift"], community, now)
        _check_taker(by, taker, community, now)
        if starts_at >= now:
            raise Refused(CLAUSE, STARTS_LATER, "starts_at")
        shift = Shift.objects.create(
            community=community,
            starts_at=starts_at,
            ends_at=now,
            giver=by,
            taker=taker,
            items=open_at_the_desk(community, now, by),
            remark=said,
            taken_at=now if pin else None,
        )
        facts = {"starts_at": starts_at, "taker": taker.key, **_listed(shift), "remark": Given(said, personal=True)}
        acting.did(community, "shift", str(shift.uuid), DEEDS["hand_over_shift"], facts)
        if pin:
            acting.did(community, "shift", str(shift.uuid), DEEDS["take_over_shift"], {"taker": taker.key, "pin": True})
        return {"shift": str(shift.uuid), "taken": bool(pin)}

    request = {"do": "hand_over_shift", "community": community.code, "starts_at": starts_at}
    request |= {"taker": taker.key, "by_pin": bool(pin)} | ({"remark": said} if said else {})
    return act(by=by, key=key, request=request, now=now, work=work)


def take_over_shift(*, by: Person, key: str, now: datetime, shift: Shift) -> Answer:
    """The taker signs in his own session."""

    def work(acting: Acting) -> Answer:
        found = Shift.objects.select_for_update(of=("self",)).select_related("community").get(pk=shift.pk)
        check(by, DEEDS["take_over_shift"], found.community, now)
        if found.taker_id != by.pk:
            raise Refused(CLAUSE, NOT_THE_TAKER)
        if found.taken_at:
            raise Refused(CLAUSE, TAKEN)
        found.taken_at = now
        found.save(update_fields=["taken_at"])
        acting.did(found.community, "shift", str(found.uuid), DEEDS["take_over_shift"], {"taker": by.key})
        return {"shift": str(found.uuid), "taken": True}

    return act(by=by, key=key, request={"do": "take_over_shift", "shift": str(shift.uuid)}, now=now, work=work)


def _listed(shift: Shift) -> dict[str, object]:
    """The list by its digest, and how much stands under each heading."""
    counts = {f"count_{name}": row["count"] for name, row in shift.items.items()}
    return {"items": items_digest(shift.items), **counts}


def _check_taker(by: Person, taker: Person, community: Community, now: datetime) -> None:
    if taker.pk == by.pk:
        raise Refused(CLAUSE, TO_ONESELF, "taker")
    if not may(taker, DEEDS["take_over_shift"], community, now):
        raise Refused(CLAUSE, NOT_AT_THE_DESK, "taker", name=taker.name)
