"""§7.1.6 — Sending out: a sheet with the phone number leaves the house for somebody, for a purpose, on record."""

from __future__ import annotations

from datetime import datetime

from anju.procedure.natures import TABLES
from anju.procedure.posts import Post
from anju.procedure.words import Refused, Words
from anju.records.models import Case, Person

from .access import NO_PHONE
from .journal import Acting, Answer, Given, act
from .rights import DESK, Right, check, table
from .wording import line

CLAUSE = "7.1.6"
DEEDS = table(
    Right("send_out", CLAUSE, Words("送出带电话的单", "Send out a sheet with the number"), posts=DESK | {Post.FOREMAN}),
)
LONGEST_RECIPIENT, LONGEST_PURPOSE = 60, 200


def send_out(*, by: Person, key: str, now: datetime, number: str, recipient: str, purpose: str) -> str:
    """Journals who gets the sheet and what for, and gives the number to be printed. Raises Case.DoesNotExist."""
    whom = line(CLAUSE, "recipient", recipient, longest=LONGEST_RECIPIENT)
    why = line(CLAUSE, "purpose", purpose, longest=LONGEST_PURPOSE)

    def work(acting: Acting) -> Answer:
        case = Case.objects.visible_to(by, now).select_related("community").get(number=number)
        check(by, DEEDS["send_out"], case.community, now)
        if not case.phone:
            raise Refused(CLAUSE, NO_PHONE)
        facts = {
            "sheet": TABLES[case.nature].form,
            "recipient": Given(whom, personal=True),
            "purpose": Given(why, personal=True),
        }
        acting.did(case.community, "case", case.first_number, DEEDS["send_out"], facts)
        return {"number": number}

    request = {"do": "send_out", "number": number, "recipient": whom, "purpose": why}
    act(by=by, key=key, request=request, now=now, work=work)
    # Not from the answer: an answer is kept for ever, the number may be erased.
    return Case.objects.visible_to(by, now).values_list("phone", flat=True).get(number=number)
