"""§2.0 — Chapter editions: a draft is made from the edition in force, changed, compared, put in force or discarded.

What is in force never changes; a case keeps the edition it was opened under, and its community's contract with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime

from anju.procedure import drafting
from anju.procedure.editions import Edition, Plain, merged
from anju.procedure.posts import Post
from anju.procedure.words import Refused, Words
from anju.procedure.writing import written
from anju.records.models import Case, Community, Override, Person
from anju.records.models import Edition as Row

from .cases import Stale
from .hints import PHONE_LIKE
from .journal import Acting, Answer, act
from .people import company
from .rights import Right, check, table
from .wording import line

CLAUSE = "2.0"
COMPANY = frozenset({Post.COMPANY})
DEEDS = table(
    Right("make_draft", CLAUSE, Words("起草新版本", "Begin a new edition"), posts=COMPANY),
    Right("change_draft", CLAUSE, Words("修改草稿", "Change the draft"), posts=COMPANY),
    Right("discard_draft", CLAUSE, Words("放弃草稿", "Discard the draft"), posts=COMPANY),
    Right("put_in_force", CLAUSE, Words("生效新版本", "Put the edition in force"), posts=COMPANY),
)
LONGEST_REASON = 200

DRAFT_EXISTS = Words(
    "草稿 {name} 还在，先生效或放弃它。", "The draft {name} is there; put it in force or discard it first."
)
NO_DRAFT = Words("没有草稿，可能已生效或放弃。", "There is no draft; it was put in force or discarded.")
NOTHING_CHANGED = Words(
    "草稿与生效版本一样，没有可生效的。", "The draft is like the edition in force; there is nothing to put in force."
)
IN_USE = Words(
    "类别“{name}”已有案件用过，不能删除，请停用。",
    "Cases have the category “{name}”; it cannot be removed, retire it instead.",
)
NO_PHONES = Words("原因里不写电话。", "A reason holds no phone number.")

Patch = Callable[[Edition], Plain]


def make_draft(*, by: Person, key: str, now: datetime) -> Answer:
    """Begins a draft: the edition in force under the next name, contracts of communities included."""

    def work(acting: Acting) -> Answer:
        check(by, DEEDS["make_draft"], None, now)
        in_force = Row.objects.select_for_update().get(state="in_force")
        standing = Row.objects.filter(state="draft").first()
        if standing:
            raise Refused(CLAUSE, DRAFT_EXISTS, name=standing.name)
        name = drafting.next_name(list(Row.objects.values_list("name", flat=True)))
        content = drafting.drafted(Edition.from_plain(in_force.content), name)
        draft = Row.objects.create(name=name, state="draft", content=content)
        for each in in_force.overrides.all():
            Override.objects.create(edition=draft, community_id=each.community_id, content=each.content)
        acting.did(company(), "edition", name, DEEDS["make_draft"], {"from": in_force.name})
        return {"edition": name}

    return act(by=by, key=key, request={"do": "make_draft"}, now=now, work=work, alone=True)


def change_draft(
    *,
    by: Person,
    key: str,
    now: datetime,
    revision: int,
    patch: Patch,
    typed: Mapping[str, object],
    community: Community | None = None,
) -> Answer:
    """Lays a patch on the draft, or on the contract of a community. `patch` is given what holds there now.

    `typed` is what the form brought: it tells a form sent twice. Stale if the draft has moved since `revision`.
    """

    def work(acting: Acting) -> Answer:
        check(by, DEEDS["change_draft"], None, now)
        draft = _locked_draft(revision)
        base = Edition.from_plain(draft.content)
        change = _changed(draft, base, patch) if community is None else _contract(draft, base, community, patch)
        draft.revision += 1
        draft.save(update_fields=["content", "revision"])
        facts = {"community": community.code if community else "", "patch": change}
        acting.did(company(), "edition", draft.name, DEEDS["change_draft"], facts)
        return {"edition": draft.name}

    where = community.code if community else None
    request = {"do": "change_draft", "revision": revision, "community": where, "typed": dict(typed)}
    return act(by=by, key=key, request=request, now=now, work=work)


def _locked_draft(revision: int) -> Row:
    draft = Row.objects.select_for_update().filter(state="draft").first()
    if draft is None:
        raise Refused(CLAUSE, NO_DRAFT)
    if draft.revision != revision:
        raise Stale
    return draft


def _changed(draft: Row, base: Edition, patch: Patch) -> Plain:
    change = patch(base)
    _check_removed(base, change)
    draft.content = Edition.from_plain(merged(draft.content, change)).plain()
    for row in draft.overrides.select_related("community"):
        Edition.from_plain(draft.content).with_overrides(row.content)  # a contract must still fit
    return change


def _contract(draft: Row, base: Edition, community: Community, patch: Patch) -> Plain:
    row = draft.overrides.filter(community=community).first() or Override(edition=draft, community=community)
    before = row.content or {}
    row.content = drafting.laid(base, before, patch(base.with_overrides(before)))
    if row.content:
        row.save()
    elif row.pk:
        row.delete()
    return dict(row.content)


def _check_removed(base: Edition, change: Plain) -> None:
    """A category somebody has used is retired, never removed."""
    for nature, rows in change.get("categories", {}).items():
        for code in (code for code, row in rows.items() if row is None):
            if Case.objects.filter(nature=nature, category=code).exists():
                raise Refused("7.1.6", IN_USE, "code", name=base.path(nature, code))


def discard_draft(*, by: Person, key: str, now: datetime, revision: int) -> Answer:
    """Throws the draft away, with what it laid down for communities."""

    def work(acting: Acting) -> Answer:
        check(by, DEEDS["discard_draft"], None, now)
        draft = _locked_draft(revision)
        name = draft.name
        draft.overrides.all().delete()
        draft.delete()
        acting.did(company(), "edition", name, DEEDS["discard_draft"], {})
        return {"edition": name}

    return act(by=by, key=key, request={"do": "discard_draft", "revision": revision}, now=now, work=work)


def put_in_force(*, by: Person, key: str, now: datetime, revision: int, reason: str) -> Answer:
    """From now on new cases are opened under the draft; open cases keep the edition they have."""

    def work(acting: Acting) -> Answer:
        check(by, DEEDS["put_in_force"], None, now)
        why = line(CLAUSE, "reason", reason, longest=LONGEST_REASON)
        if PHONE_LIKE.search(why):
            raise Refused(CLAUSE, NO_PHONES, "reason")
        draft = _locked_draft(revision)
        old = Row.objects.select_for_update().get(state="in_force")
        contracts = contracts_of(draft)
        _check_differs(draft, old, contracts)
        for content in contracts.values():
            Edition.from_plain(draft.content).with_overrides(content)
        old.state = "replaced"
        old.save(update_fields=["state"])
        draft.state, draft.in_force_from = "in_force", now
        draft.save(update_fields=["state", "in_force_from"])
        told = {"replaces": old.name, "reason": why, "content": draft.content, "contracts": contracts}
        stays = Case.objects.open().count()
        facts = {**told, "digest": digest(draft.content, contracts), "open_cases": stays}
        acting.did(company(), "edition", draft.name, DEEDS["put_in_force"], facts)
        return {"edition": draft.name, "open_cases": stays}

    request = {"do": "put_in_force", "revision": revision, "reason": reason}
    return act(by=by, key=key, request=request, now=now, work=work, alone=True)


def contracts_of(row: Row) -> dict[str, Plain]:
    """What each community has otherwise, by its code."""
    return dict(row.overrides.order_by("community__code").values_list("community__code", "content"))


def _check_differs(draft: Row, old: Row, contracts: Mapping[str, Plain]) -> None:
    before = drafting.drafted(Edition.from_plain(old.content), draft.name)
    if draft.content == before and contracts == contracts_of(old):
        raise Refused(CLAUSE, NOTHING_CHANGED)


def digest(content: Plain, contracts: Mapping[str, Plain]) -> str:
    """What the journal knows an edition by."""
    return hashlib.sha256(written([content, dict(contracts)]).encode()).hexdigest()
