"""Who may open what: post x address x status, in the order of the answers of design §2."""

from __future__ import annotations

import uuid

import pytest

from anju.records.models import Case, Entry, Location, Person
from tests import build
from tests.build import Centre
from tests.everything import checked_file
from tests.web.desk import hidden, send, signed_in, step_url, text

EVERYBODY = (
    "nobody", "front", "night", "handler", "mate", "guard", "foreman", "director", "archivist", "office",
    "executive", "administrator", "stranger",
)  # fmt: skip
SIGNED_IN = frozenset(EVERYBODY) - {"nobody"}
CASE_PEOPLE = SIGNED_IN - {"administrator"}
SEES_THE_CASE = CASE_PEOPLE - {"guard", "stranger"}
DESK = frozenset({"front", "night", "director", "stranger"})
RINGS = DESK | {"handler", "mate", "guard", "foreman"}
DIRECTORS = frozenset({"director", "stranger"})
KEEPERS = DIRECTORS | {"archivist"}
READERS = KEEPERS | {"office", "executive"}
CALLERS = DIRECTORS | {"office"}  # without an authorisation
HEADS = frozenset({"director", "office", "administrator", "stranger"})
SETTERS = frozenset({"office", "administrator"})

# Address: who may open it, and who is told that there is no such thing. All others are refused.
PAGES = {
    "/tasks": (frozenset({"handler", "mate", "guard", "foreman"}), frozenset()),
    "/board": (DIRECTORS, frozenset()),
    "/board/lists": (DIRECTORS, frozenset()),
    "/calls": (CALLERS, frozenset()),
    "/calls/{number}": (CALLERS - {"stranger"}, frozenset({"stranger"})),
    "/calls/YL-KF1-202611-9999": (frozenset(), CALLERS),
    "/overview": (frozenset({"office", "executive"}), frozenset()),
    "/board/people": (DIRECTORS, frozenset()),
    "/board/supervision": (DIRECTORS, frozenset()),
    "/board/supervision?show=held": (DIRECTORS, frozenset()),
    "/register": (DESK, frozenset()),
    "/register/limits": (DESK, frozenset()),
    "/register/places": (DESK, frozenset()),
    "/register/household": (DESK, frozenset()),
    "/register/similar": (DESK, frozenset()),
    "/register/staff": (DESK, frozenset()),
    "/register/spots": (DESK, frozenset()),
    "/hints/YL": ((DESK | HEADS) - {"stranger"}, frozenset({"stranger"})),
    "/to-tell": (DESK, frozenset()),
    "/to-tell?list=missed": (DESK, frozenset()),
    "/shifts": (DESK, frozenset()),
    "/shifts/{shift}": (DESK - {"stranger"}, frozenset({"stranger"})),
    "/paper": (DESK, frozenset()),
    "/paper/print": (DESK, frozenset()),
    "/ring": (RINGS, frozenset()),
    "/chart": (CASE_PEOPLE, frozenset()),
    "/cases": (CASE_PEOPLE, frozenset()),
    "/cases/{number}": (SEES_THE_CASE, CASE_PEOPLE - SEES_THE_CASE),
    "/cases/{number}/merge": (DIRECTORS - {"stranger"}, frozenset({"stranger"})),
    "/cases/{number}/sheet": (SEES_THE_CASE, CASE_PEOPLE - SEES_THE_CASE),
    "/cases/{number}/receipt": (SEES_THE_CASE, CASE_PEOPLE - SEES_THE_CASE),
    "/archive": (KEEPERS, frozenset()),
    "/archive/hand-over": (DIRECTORS, frozenset()),
    "/archive/holdings": (READERS, frozenset()),
    "/archive/holdings/inventory?community=YL&month=202611": (READERS - {"stranger"}, frozenset({"stranger"})),
    "/cases/YL-KF1-202611-9999": (frozenset(), CASE_PEOPLE),
    "/inbox": (SIGNED_IN, frozenset()),
    "/search": (SIGNED_IN, frozenset()),
    "/search?q=KF1&page=1": (SIGNED_IN, frozenset()),
    "/import": (HEADS, frozenset()),
    "/import/templates/rooms": (HEADS, frozenset()),
    "/import/templates/nothing": (frozenset(), HEADS),
    "/import/{batch}": (HEADS - {"stranger"}, frozenset({"stranger"})),
    "/import/{batch}/progress": (HEADS - {"stranger"}, frozenset({"stranger"})),
    "/import/{batch}/faults": (HEADS - {"stranger"}, frozenset({"stranger"})),
    "/procedure": (SIGNED_IN, frozenset()),
    "/procedure/7.1.6": (SIGNED_IN, frozenset()),
    "/procedure/7.7.7": (frozenset(), SIGNED_IN),
    "/days": (SIGNED_IN, frozenset()),
    "/settings": (SETTERS, frozenset()),
    "/settings/editions/B-0": (SETTERS, frozenset()),
    "/settings/editions/B-0/print": (SETTERS, frozenset()),
    "/settings/editions/B-0/limits": (SETTERS, frozenset()),
    "/settings/editions/B-0/texts": (SETTERS, frozenset()),
    "/settings/editions/B-0/nothing": (frozenset(), SETTERS),
    "/settings/editions/Z-9": (frozenset(), SETTERS),
    "/account": (SIGNED_IN, frozenset()),
    "/communities": (HEADS, frozenset()),
    "/communities/YL": (HEADS - {"stranger"}, frozenset({"stranger"})),
    "/people": (HEADS, frozenset()),
    "/people/{front}": (SIGNED_IN - {"stranger"}, frozenset({"stranger"})),
    "/people/{front}/handover": (HEADS - {"stranger"}, frozenset({"stranger"})),
    "/roster": (SIGNED_IN, frozenset()),
    "/scan/{gate}": (CASE_PEOPLE - {"stranger"}, frozenset({"stranger"})),
    "/nowhere": (frozenset(), frozenset(EVERYBODY)),
}  # fmt: skip


@pytest.fixture
def case(at_noon: Centre) -> Case:
    return build.dispatched(at_noon)


def person(centre: Centre, who: str) -> Person | None:
    found = getattr(centre, who, None)
    return found if isinstance(found, Person) else None


# Posts without a page: what an address that takes something out, or in, answers to whom.
SENT = {
    "/export/cases": (CASE_PEOPLE, frozenset()),
    "/export/YL/rooms": (HEADS - {"stranger"}, frozenset({"stranger"})),
    "/export/YL/residents": (HEADS - {"stranger"}, frozenset({"stranger"})),
    "/export/YL/staff": (frozenset({"office", "administrator"}), frozenset({"stranger"})),
    "/export/YL/cases": (frozenset(), HEADS),
}


@pytest.mark.parametrize("who", EVERYBODY)
def test_9_0_what_is_taken_out_and_by_whom(at_noon: Centre, case: Case, who: str) -> None:
    client = signed_in(person(at_noon, who))
    for address, (takes, missing) in SENT.items():
        answer = client.post(address, {"key": str(uuid.uuid4())}, raise_request_exception=False)
        expected = 200 if who in takes else 404 if who in missing else 302 if who == "nobody" else 403
        assert answer.status_code == expected, address
        if answer.streaming:
            list(answer)  # read to its end, the file it holds is closed


def expected(who: str, address: str) -> int:
    opens, missing = PAGES[address]
    if who in opens:
        return 200
    if who in missing:
        return 404
    return 302 if who == "nobody" else 403


@pytest.mark.parametrize("who", EVERYBODY)
def test_every_page_is_open_to_whom_it_is_for_and_to_nobody_else(at_noon: Centre, case: Case, who: str) -> None:
    client, batch, shift = signed_in(person(at_noon, who)), checked_file(at_noon), build.handed_over(at_noon).uuid
    named = {"number": case.number, "front": at_noon.front.uuid, "batch": batch, "shift": shift}
    answers = {}
    gate = Location.objects.get(community=at_noon.community, code="gate").scan_code
    for address in PAGES:
        status = client.get(address.format(**named, gate=gate), raise_request_exception=False).status_code
        answers[address] = 200 if status == 204 else status  # nothing rings
    assert answers == {address: expected(who, address) for address in PAGES}


ACCEPTED_BY = {
    "nobody": 302, "front": 403, "night": 403, "handler": 303, "mate": 303, "guard": 404, "foreman": 303,
    "director": 422, "archivist": 403, "office": 403, "executive": 403, "administrator": 403, "stranger": 404,
}  # fmt: skip


@pytest.mark.parametrize("who", EVERYBODY)
def test_7_1_7_a_leg_is_accepted_by_its_department(at_noon: Centre, case: Case, who: str) -> None:
    """The director accepts for a department only by naming who does the work: 422."""
    answer = send(signed_in(person(at_noon, who)), case, "accept", 1)
    assert answer.status_code == ACCEPTED_BY[who]
    assert case.legs.get().state == ("working" if answer.status_code == 303 else "assigned")


def test_a_refusal_by_post_names_the_clause_and_whose_step_it_is(at_noon: Centre, case: Case) -> None:
    answer = send(signed_in(at_noon.front), case, "accept", 1)
    assert answer.status_code == 403
    assert "§7.1.7" in text(answer)
    assert "处理人、班长、主任" in text(answer)


@pytest.mark.parametrize("address", ["cases/{n}/do/nothing", "cases/{n}/legs/9/accept", "cases/{n}/legs/1/pass_on"])
def test_a_step_or_leg_that_does_not_exist_is_404(at_noon: Centre, case: Case, address: str) -> None:
    client = signed_in(at_noon.director)
    url = "/" + address.format(n=case.number)
    assert client.post(url, {"key": str(uuid.uuid4()), "position": "0"}).status_code == 404


def test_a_stale_page_is_409_and_keeps_what_was_typed(at_noon: Centre, case: Case) -> None:
    mine, other = signed_in(at_noon.handler), signed_in(at_noon.director)
    url = step_url(case, "decline", 1)
    fields = hidden(text(mine.get(f"/cases/{case.number}")), url)
    assert send(signed_in(at_noon.mate), case, "accept", 1).status_code == 303
    assert other.get(f"/cases/{case.number}").status_code == 200

    answer = mine.post(url, fields | {"reason": "这片不归我们管，应由绿化部处理"})
    assert answer.status_code == 409
    assert "这片不归我们管，应由绿化部处理" in text(answer)
    assert "工大力" in text(answer)  # who moved it
    assert case.legs.get().state == "working"


def test_a_note_or_another_leg_does_not_make_a_page_stale(at_noon: Centre) -> None:
    case = build.dispatched(at_noon, "ENG", "ORD")
    mine = signed_in(at_noon.handler)
    url = step_url(case, "accept", 1)
    fields = hidden(text(mine.get(f"/cases/{case.number}")), url)
    assert send(signed_in(at_noon.front), case, "note", note="住户又来电一次").status_code == 303
    assert send(signed_in(at_noon.guard), case, "accept", 2).status_code == 303
    assert mine.post(url, fields).status_code == 303


def test_the_same_key_again_gives_the_first_answer_before_anything_else(at_noon: Centre, case: Case) -> None:
    client = signed_in(at_noon.handler)
    url = step_url(case, "accept", 1)
    fields = hidden(text(client.get(f"/cases/{case.number}")), url)
    first = client.post(url, fields)
    entries = Entry.objects.filter(case=case).count()
    again = client.post(url, fields)  # the page is stale by now, and the step no longer open
    assert (first.status_code, again.status_code) == (303, 303)
    assert Entry.objects.filter(case=case).count() == entries


def test_the_same_key_with_other_content_is_422(at_noon: Centre, case: Case) -> None:
    client = signed_in(at_noon.front)
    url = step_url(case, "note")
    fields = hidden(text(client.get(f"/cases/{case.number}")), url)
    assert client.post(url, fields | {"note": "一"}).status_code == 303
    assert client.post(url, fields | {"note": "二"}).status_code == 422
    assert Entry.objects.filter(case=case, step="note").count() == 1


def test_a_missing_fact_is_422_beside_its_field(at_noon: Centre, case: Case) -> None:
    answer = send(signed_in(at_noon.handler), case, "decline", 1, reason="")
    assert answer.status_code == 422
    assert "请填写“原因”。" in text(answer)


def test_a_time_in_the_future_is_refused_with_the_mend(at_noon: Centre, case: Case) -> None:
    answer = send(signed_in(at_noon.handler), case, "accept", 1, happened="2036-01-01T10:00")
    assert answer.status_code == 422
    assert "发生时间不能晚于现在。" in text(answer)


def test_the_api_says_401_to_strangers(at_noon: Centre) -> None:
    answer = signed_in(None).get("/api/cases")
    assert answer.status_code in (401, 404)
