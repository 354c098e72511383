"""§7.1.1, §7.1.9 — Voices, answers on the spot, relayed words, speakers known later: kept, proved, erased."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.actions import cases, erasure
from anju.actions.cases import Asked, Doing
from anju.procedure.readback import lot
from anju.procedure.words import Refused
from anju.records import extracts, seeing
from anju.records.models import Case, Resident, Voice, Word
from anju.records.verification import verify
from tests.build import NOON, Centre, after, key, registered, resident, to_follow_up, took, word
from tests.thread import Thread, whole_thread

VOICE: dict[str, Any] = {
    "speaker": "tenant", "name": "司马相如", "phone": "13911112222", "place": "3-2-1202",
    "content": "我家门口也黑。", "told": "已告知今天查看。",
}  # fmt: skip


def answered(centre: Centre, at: Any = NOON, **facts: object) -> Case:
    then = (Asked("answer", {"answer": "每季度首月交。"}),)
    answer = cases.register(
        Doing(centre.front, key(), at),
        community=centre.community,
        nature_name="other",
        facts=word(**{"grade": "consult", **facts}),
        then=then,
    )
    return Case.objects.get(number=answer["number"])


def test_7_1_9_a_voice_is_kept_told_called_and_proved(centre: Centre) -> None:
    case = took(to_follow_up(centre), centre.front, "add_voice", at=after(hours=4), **VOICE)
    voice = Voice.objects.get(case=case)
    assert (voice.name, voice.room, voice.said_at) == ("司马相如", "3-2-1202", after(hours=4))
    assert (voice.reachable, voice.outcome) == (True, "")
    assert list(case.words.order_by("key").values_list("whom", "voice")) == [("resident", None), ("voice", 1)]
    assert verify() == []
    case = took(case, centre.director, "follow_up", at=after(hours=5), channel="phone", score="satisfied")
    with pytest.raises(Refused):
        took(case, centre.director, "put_in_order", at=after(hours=5), sheets=1)
    said: dict[str, Any] = {"channel": "phone", "score": "dissatisfied", "opinion": "还是黑"}
    case = took(case, centre.director, "call_voice", at=after(hours=6), voice=1, **said)
    assert (case.state, case.voices.get().outcome) == ("passed_on", "dissatisfied")
    assert verify() == []


def test_7_1_9_a_voice_somebody_changed_is_found(centre: Centre) -> None:
    took(to_follow_up(centre), centre.front, "add_voice", at=after(hours=4), **VOICE)
    for statement in (
        "UPDATE records_voice SET outcome = 'satisfied'",
        "UPDATE records_voice SET room = '3-2-1201'",
        "UPDATE records_voice SET content = 'x'",
        "UPDATE records_word SET whom = 'relayer' WHERE voice = 1",
    ):
        with connection.cursor() as cursor:
            cursor.execute(statement)
        assert "column_changed" in {each.kind for each in verify()}, statement


def test_7_1_10_a_voice_is_erased_with_its_case(centre: Centre) -> None:
    thread = Thread(centre)
    thread.register()
    thread.take("pass_on", "front")
    thread.take("add_voice", "front", **VOICE)
    erasure.erase(thread.doing("office"), number=thread.number, names=None, reason="本人申请")
    voice = Voice.objects.get()
    assert (voice.name, voice.phone, voice.content, voice.room) == ("", "", "", "3-2-1202")
    assert set(Word.objects.filter(voice=1).values_list("text", flat=True)) == {""}
    assert verify() == []


def test_7_1_1_an_unknown_speaker_is_joined_to_the_register_and_erased(centre: Centre) -> None:
    thread = Thread(centre)
    nobody: dict[str, Any] = {
        "speaker": "anonymous",
        "name": None,
        "phone": None,
        "tell_by": None,
        "untold": "没留电话",
    }
    thread.register(**nobody)
    who = resident(centre, name="司徒慧敏", room="3-2-1202")
    with pytest.raises(Refused) as refusal:
        thread.take("identify", "front", speaker="owner", resident=key())
    assert refusal.value.field == "resident"
    thread.take("identify", "front", speaker="owner", name="司徒慧敏", resident=who, place="3-2-1202")
    case = thread.case
    assert (case.name, case.room, case.anonymous) == ("司徒慧敏", "3-2-1202", False)
    assert case.resident == Resident.objects.get(uuid=who)
    assert case.words.get().whom == "resident"
    assert verify() == []
    erasure.erase(thread.doing("office"), number=thread.number, names=["name"], reason="本人申请")
    assert thread.case.name == ""
    assert verify() == []


def test_7_1_1_a_relayed_case_owes_the_relayer_a_word(centre: Centre) -> None:
    thread = Thread(centre)
    relayed: dict[str, Any] = {"source": "relayed", "relayer": "门岗老张", "verified": "unreached"}
    with pytest.raises(Refused):
        whole_thread(thread, **relayed)
    thread.take("tell", "front", word=2, telling="told", channel="face", told="灯已修好")
    thread.take("put_in_order", "director", sheets=3)
    assert verify() == []


def test_7_1_9_the_law_is_told_how_many_were_drawn_since_monday(centre: Centre) -> None:
    """NOON is a Wednesday; Monday begins at midnight in Shanghai."""
    for _ in range(4):
        took(answered(centre), centre.director, "read_answer", at=after(hours=1))
    states = list(Case.objects.order_by("pk").values_list("number", "state"))
    expected = [
        "follow_up" if place < 2 or lot(number) < 10 else "ordering" for place, (number, _) in enumerate(states)
    ]
    assert [state for _, state in states] == expected
    drawn = expected.count("follow_up")
    sunday, monday = NOON + timedelta(days=4, hours=11, minutes=59), NOON + timedelta(days=4, hours=12)
    for at, count in ((after(hours=1), drawn), (sunday, drawn), (monday, 0)):
        assert extracts.drawn_this_week(centre.community.pk, at) == count
    assert extracts.drawn_this_week(centre.other.pk, after(hours=1)) == 0
    assert verify() == []


def test_7_1_9_the_drawn_are_counted_from_an_index_and_only_where_it_matters(centre: Centre) -> None:
    case, other = answered(centre), registered(centre)
    for each, asked in ((case, 1), (other, 0)):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            seeing.view_of(each, centre.director, after(hours=1))
        assert sum("read_answer" in each["sql"] for each in queries) == asked
    (counting,) = [each["sql"] for each in _queries(case, centre) if "read_answer" in each["sql"]]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + counting)
        plan = str(cursor.fetchall())
    assert "answer_drawn_for_a_call" in plan


def _queries(case: Case, centre: Centre) -> list[dict[str, str]]:
    with CaptureQueriesContext(connection) as queries:
        seeing.view_of(case, centre.director, after(hours=1))
    return queries.captured_queries


def test_7_1_9_a_view_costs_as_many_statements_with_many_voices_as_with_one(centre: Centre) -> None:
    case = took(registered(centre), centre.front, "add_voice", at=after(hours=1), **VOICE)
    _queries(case, centre)  # whoever asks first looks up his posts
    one = len(_queries(case, centre))
    for _ in range(3):
        took(case, centre.front, "add_voice", at=after(hours=1), **VOICE)
    assert len(_queries(case, centre)) == one
    assert seeing.view_of(case, centre.director, after(hours=1)).made["voice"] == 4
