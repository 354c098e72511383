"""§7.1.1 — Dated hints of a place, which the desk sees: a pump under repair, a lift out of order."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from anju.procedure.words import Refused, Words
from anju.records.models import Hint, Location, Person

from .journal import Acting, Answer, Given, act
from .rights import DESK, Right, check, table
from .wording import line

CLAUSE = "7.1.1"
DEEDS = table(
    Right("add_hint", CLAUSE, Words("新增楼栋提示", "Add a hint"), posts=DESK),
    Right("end_hint", CLAUSE, Words("结束楼栋提示", "End a hint"), posts=DESK),
)
LONGEST = 200
KEPT_FOR = timedelta(days=90)  # after its end; the journal holds what it was
PHONE_LIKE = re.compile(r"[0-9][0-9 \-]{5,}[0-9]")

ENDS_FIRST = Words("结束时间要晚于开始时间。", "It ends after it starts.")
OVER_ALREADY = Words("结束时间已经过了。", "That end has passed already.")
NO_PHONES = Words(
    "提示写楼栋的事，不写电话；给住户的话记在件里。",
    "A hint tells of the building and holds no phone number; what concerns a resident belongs in his case.",
)
ENDED = Words("这条提示已经结束。", "This hint has ended already.")


def add_hint(
    *, by: Person, key: str, now: datetime, location: Location, text: str, starts_at: datetime, ends_at: datetime
) -> Answer:
    """From one time to another the desk is told this of the place and of all below it."""
    community = location.community

    def work(acting: Acting) -> Answer:
        check(by, DEEDS["add_hint"], community, now)
        said = line(CLAUSE, "text", text, longest=LONGEST)
        if PHONE_LIKE.search(said):
            raise Refused(CLAUSE, NO_PHONES, "text")
        if ends_at <= starts_at:
            raise Refused(CLAUSE, ENDS_FIRST, "ends_at")
        if ends_at <= now:
            raise Refused(CLAUSE, OVER_ALREADY, "ends_at")
        dates = {"starts_at": starts_at, "ends_at": ends_at}
        hint = Hint.objects.create(community=community, location=location, text=said, by=by, **dates)
        facts = {"location": location.code, "text": Given(said, personal=True), **dates}
        acting.did(community, "hint", str(hint.uuid), DEEDS["add_hint"], facts)
        return {"hint": str(hint.uuid)}

    where = {"do": "add_hint", "community": community.code, "location": location.code}
    request = {**where, "text": text, "starts_at": starts_at, "ends_at": ends_at}
    return act(by=by, key=key, request=request, now=now, work=work)


def end_hint(*, by: Person, key: str, now: datetime, hint: Hint) -> Answer:
    """It holds no longer; one that has not begun never holds."""

    def work(acting: Acting) -> Answer:
        found = Hint.objects.select_for_update(of=("self",)).select_related("community").get(pk=hint.pk)
        check(by, DEEDS["end_hint"], found.community, now)
        if found.ends_at <= max(now, found.starts_at):
            raise Refused(CLAUSE, ENDED)
        before, found.ends_at = found.ends_at, max(now, found.starts_at)
        found.save(update_fields=["ends_at"])
        facts = {"before": before, "ends_at": found.ends_at}
        acting.did(found.community, "hint", str(found.uuid), DEEDS["end_hint"], facts)
        return {"hint": str(found.uuid)}

    request = {"do": "end_hint", "hint": str(hint.uuid)}
    return act(by=by, key=key, request=request, now=now, work=work)


def delete_old(*, now: datetime) -> int:
    """Deletes what ended long ago; says how many."""
    return Hint.objects.filter(ends_at__lte=now - KEPT_FOR).delete()[0]
