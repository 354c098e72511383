"""Drafts of the register and the lists that are worked off: kept without an act, found again, gone when saved."""

from __future__ import annotations

import uuid

from anju.records.models import Act, Case, Draft
from tests import build
from tests.build import Centre
from tests.web.desk import signed_in, text
from tests.web.test_intake import TYPED, opened


def test_what_is_typed_is_kept_and_stands_there_again(at_noon: Centre) -> None:
    client = signed_in(at_noon.front)
    fields = opened(client)
    acts = Act.objects.count()
    kept = client.post("/register/draft", fields | TYPED | {"content": "车库进水", "grade": "", "declines_call": "on"})
    assert "草稿已存" in text(kept)
    assert Act.objects.count() == acts
    again = signed_in(at_noon.front)
    page = text(again.get("/register"))
    assert "车库进水</textarea>" in page
    assert 'value="3-2-1201"' in page
    assert opened(again)["key"] == fields["key"]
    assert "车库进水</textarea>" not in text(again.get("/register?new=1"))
    assert "车库进水" not in text(signed_in(at_noon.night).get("/register"))


def test_a_draft_is_gone_when_it_is_saved_and_does_not_come_back(at_noon: Centre) -> None:
    client = signed_in(at_noon.front)
    sent = opened(client) | TYPED
    client.post("/register/draft", sent)
    assert client.post("/register", sent).status_code == 303
    assert not Draft.objects.exists()
    client.post("/register/draft", sent)  # one that was still on its way
    assert not Draft.objects.exists()
    assert Case.objects.count() == 1


def test_parked_drafts_wait_beside_an_empty_form_and_are_chosen(at_noon: Centre) -> None:
    client = signed_in(at_noon.front)
    for words in ("第一件", "第二件"):
        answer = client.post("/register/draft", opened(client) | TYPED | {"content": words, "park": "1"})
        assert answer["Location"] == "/register?new=1"
    page = text(client.get("/register"))
    assert "第一件</textarea>" not in page
    assert "第一件" in page
    assert "第二件" in page
    first = Draft.objects.get(content__content="第一件")
    assert "第一件</textarea>" in text(client.get(f"/register?draft={first.subject}"))
    assert client.post("/register/draft", {"key": first.subject, "drop": "1"}).status_code == 303
    assert Draft.objects.count() == 1


def test_nothing_is_kept_of_an_empty_form_or_of_a_form_without_a_key(at_noon: Centre) -> None:
    client = signed_in(at_noon.front)
    assert client.post("/register/draft", {"key": str(uuid.uuid4()), "source": "phone"}).status_code == 200
    assert client.post("/register/draft", {"key": "nothing", "content": "一"}).status_code == 200
    assert not Draft.objects.exists()
    assert signed_in(at_noon.handler).post("/register/draft", {"content": "一"}).status_code == 403


def test_7_1_1_words_and_promises_are_listed_soonest_first_with_their_step(at_noon: Centre) -> None:
    later = build.registered(at_noon, told=None, tell_by=build.after(hours=9), content="后说的")
    sooner = build.registered(at_noon, told=None, tell_by=build.after(hours=5), content="先说的")
    promised = build.registered(at_noon, promise="周五换灯", promise_by=build.after(days=1), content="承诺的")
    client = signed_in(at_noon.front)
    page = text(client.get("/register?new=1"))
    assert page.index(f"/cases/{sooner.number}#tell") < page.index(f"/cases/{later.number}#tell")
    assert f"/cases/{promised.number}#close_promise" in page
    assert "先说的" not in text(signed_in(at_noon.stranger).get("/to-tell"))
