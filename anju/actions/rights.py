"""Chapter people: deeds of the house that are no step of a table, and the posts that may do each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from anju.procedure.posts import Post
from anju.procedure.words import Refused, Words
from anju.records.models import Community, Person

from .journal import Deed

NOT_YOURS = Words("“{deed}”由{posts}办理。", "“{deed}” is done by: {posts}.")

OFFICE = frozenset({Post.COMPANY, Post.ADMINISTRATOR})
CENTRE_HEAD = OFFICE | {Post.DIRECTOR}
DESK = CENTRE_HEAD | {Post.FRONT_DESK, Post.NIGHT_DESK}


@dataclass(frozen=True, slots=True)
class Right(Deed):
    """A deed and who may do it: company posts everywhere, other posts in their own community."""

    posts: frozenset[Post] = frozenset()


def may(by: Person, right: Right, community: Community | None, now: datetime) -> bool:
    """Whether this person may do it in a community (None: for the company)."""
    where = (None,) if community is None else (None, community.pk)
    return by.is_active and any(each.post in right.posts and each.community in where for each in by.held(now))


def check(by: Person, right: Right, community: Community | None, now: datetime) -> None:
    """Refuses with the deed's clause whoever may not do it."""
    if not may(by, right, community, now):
        raise Refused(right.clause, NOT_YOURS, deed=right.words, posts=_named(right.posts))


def manages(by: Person, person: Person, now: datetime) -> bool:
    """Whether somebody looks after a person's keys: the office everybody's, a director his men's."""
    held = by.held(now) if by.is_active else ()
    if any(each.post in OFFICE for each in held):
        return True
    directed = {each.community for each in held if each.post is Post.DIRECTOR}
    posts = person.held(now)
    return bool(posts) and all(each.community in directed and each.post is not Post.DIRECTOR for each in posts)


def check_keys(by: Person, right: Right, person: Person, now: datetime) -> None:
    """One's own keys are one's own; another's are reset by whoever looks after him."""
    if by.pk != person.pk and not manages(by, person, now):
        raise Refused(right.clause, NOT_YOURS, deed=right.words, posts=_named(right.posts))


def table(*rights: Right) -> dict[str, Right]:
    """The rights of a chapter by name."""
    return {each.name: each for each in rights}


def _named(posts: Iterable[Post]) -> Words:
    ordered = [post for post in Post if post in set(posts)]
    return Words("、".join(each.words.zh for each in ordered), ", ".join(each.words.en for each in ordered))
