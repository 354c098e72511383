"""What an entry of the chain says, in portable names only: written by the act, recomputed by `verify`."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from functools import lru_cache

from django.conf import settings

from anju.procedure import journal

from .models import Act, Entry, Fact, Head, Installation

LAW = "1"  # version of the step tables; raised when a row's meaning changes


@lru_cache(maxsize=1)
def installation() -> str:
    """The portable name of this installation; it never changes."""
    return str(Installation.objects.values_list("uuid", flat=True).get())


def said(entry: Entry, act: Act, facts: Iterable[Fact], community_code: str, case_name: str | None) -> str:
    """The hash of an entry: everything it says, after the hash before it."""
    return journal.entry_hash(entry.previous_hash, content(entry, act, facts, community_code, case_name))


def content(
    entry: Entry, act: Act, facts: Iterable[Fact], community_code: str, case_name: str | None
) -> dict[str, object]:
    """Everything an entry says."""
    return {
        "installation": installation(),
        "community": community_code,
        "position": entry.position,
        "case": case_name,
        "subject": [entry.subject_kind, entry.subject_key],
        "law": entry.law,
        "step": [entry.step, entry.clause, entry.leg, entry.binds],
        "states": [entry.left, entry.entered, entry.case_left, entry.case_entered],
        "times": [entry.happened_at, entry.entered_at],
        "effects": entry.effects,
        "marks": entry.marks,
        "facts": sorted([fact.name, fact.personal, fact.digest] for fact in facts),
        "act": [act.actor_key, act.key, act.request_digest, answer_digest(act.answer), act.entered_at],
    }


def request_digest(request: Mapping[str, object]) -> str:
    """Keyed: a request holds personal values, and an erased phone must not be found again by trying all of them."""
    said = journal.request_digest(request)
    return hmac.new(settings.ANJU_CHAIN_KEY, said.encode(), hashlib.sha256).hexdigest()


def answer_digest(answer: str) -> str:
    """SHA-256 of the stored answer's text."""
    return hashlib.sha256(answer.encode()).hexdigest()


def mac(community_code: str, position: int, last_hash: str) -> str:
    """The seal of a head, with the key kept outside the database."""
    return journal.head_mac(settings.ANJU_CHAIN_KEY, f"{installation()}/{community_code}", position, last_hash)


def is_sealed(head: Head, community_code: str) -> bool:
    return journal.is_same(head.mac, mac(community_code, head.position, head.hash))
