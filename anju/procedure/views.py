"""What the law is shown: one case as frozen plain values, loaded by the action in a fixed number of statements.

Guards see nothing else. Of a personal fact they see only that it is there (`PRESENT`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from .posts import Post

if TYPE_CHECKING:
    from .editions import Rules
    from .steps import Table


class Present:
    """Stands for a personal value that was given."""

    def __repr__(self) -> str:
        return "PRESENT"


PRESENT = Present()
TAKE_BACK = frozenset({"take_back", "take_back_leg"})  # the steps that take another back, by its place in the journal


@dataclass(frozen=True, slots=True)
class CaseView:
    """The case as the law needs it; empty state: not registered yet."""

    nature: str
    number: str = ""
    state: str = ""
    grade: str = ""
    category: str = ""
    source: str = ""
    said_at: datetime | None = None
    opened_at: datetime | None = None
    place: str = ""
    anonymous: bool = False
    wants_follow_up: bool = True
    outside_limit: datetime | None = None
    joined: bool = False  # to a resident on the register
    outcome: str = ""
    repeat_of: str = ""


@dataclass(frozen=True, slots=True)
class LegView:
    """One department's work on the case. `key` counts from 1 within the case.

    On hold it has `held_for` and `held_until`; `request` is what its department asked for and nobody decided yet.
    """

    key: int
    department: str
    state: str
    person: str | None = None
    finish_by: datetime | None = None
    held_until: datetime | None = None
    held_for: str = ""
    request: str = ""


@dataclass(frozen=True, slots=True)
class ActView:
    """One earlier entry of the journal about this case. `facts` holds no personal value."""

    step: str
    actor: str
    happened: datetime
    entered: datetime
    leg: int | None = None
    state: str = ""
    case_state: str = ""
    moved_case: bool = False
    binds: bool = True
    facts: Mapping[str, object] = field(default_factory=dict)
    made_legs: tuple[int, ...] = ()
    imported: bool = False
    left: str = ""
    case_left: str = ""

    @property
    def counts_from(self) -> datetime:
        """When clocks read it: what came in from paper at go-live counts from the day it came in."""
        return self.entered if self.imported else self.happened


@dataclass(frozen=True, slots=True)
class DelegationView:
    """A written authorisation to follow up (§7.1.9)."""

    holder: str
    natures: frozenset[str]
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class OpenView:
    """A word still to be told, a promise to be kept, an urge to be answered; `key` counts from 1 within the case.

    `whom` a word is for: the resident, a voice, the relayer. `leg` is the one urged.
    """

    key: int
    due: datetime
    whom: str = "resident"
    leg: int | None = None


@dataclass(frozen=True, slots=True)
class VoiceView:
    """Another resident with the same matter; `outcome` is empty until he was followed up on his own."""

    key: int
    reachable: bool = True
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class EarlierView:
    """A case of the same place whose work was done, since when; by the first number it had."""

    number: str
    category: str
    settled: datetime


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: posts held now in the community of the case (stand-ins included), and departments."""

    key: str
    posts: frozenset[Post] = frozenset()
    departments: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody with a post in the centre, as far as separation of duties needs him."""

    key: str
    posts: frozenset[Post]
    departments: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class View:
    """Everything a step may look at.

    `made` counts what the case already has of each kind of record; `drawn_this_week` the answers given on
    the spot that this centre has drawn for a call since Monday. `other` is the case on the other side of a
    merge; `owed_elsewhere` counts the words and promises still open on cases merged into this one; `earlier`
    are settled cases of the same place.
    """

    case: CaseView
    actor: Actor
    legs: tuple[LegView, ...] = ()
    leg: LegView | None = None
    acts: tuple[ActView, ...] = ()
    centre: tuple[Colleague, ...] = ()
    delegations: tuple[DelegationView, ...] = ()
    words: tuple[OpenView, ...] = ()
    promises: tuple[OpenView, ...] = ()
    urges: tuple[OpenView, ...] = ()
    voices: tuple[VoiceView, ...] = ()
    drawn_this_week: int = 0
    other: View | None = None
    owed_elsewhere: int = 0
    earlier: tuple[EarlierView, ...] = ()
    made: Mapping[str, int] = field(default_factory=dict)

    def last(self, *steps: str) -> ActView | None:
        """The latest act of one of these steps that was not taken back."""
        return next((act for act in reversed(standing(self.acts)) if act.step in steps), None)

    def last_of(self, leg: int, *steps: str) -> ActView | None:
        """The same with one leg."""
        return next((act for act in reversed(standing(self.acts)) if act.leg == leg and act.step in steps), None)


def standing(acts: tuple[ActView, ...]) -> tuple[ActView, ...]:
    """The acts that count: without what was taken back by mistake, and without the taking back itself.

    Nothing was built on such an act, so the others tell the same history as if it had never been.
    """
    undone = taken_back(acts)
    return tuple(act for place, act in enumerate(acts, 1) if place not in undone) if undone else acts


def taken_back(acts: tuple[ActView, ...]) -> frozenset[object]:
    """The places, counted from 1, of the acts that do not count: what was taken back, and the taking back."""
    back = [(place, act.facts.get("act")) for place, act in enumerate(acts, 1) if act.step in TAKE_BACK]
    return frozenset(place for pair in back for place in pair)


@dataclass(frozen=True, slots=True)
class At:
    """The two times of an act, both aware. `reason` explains an entry later than the edition allows.

    `imported` is the old number of a paper case brought in at go-live: exempt from the limit, and marked.
    """

    happened: datetime
    entered: datetime
    reason: str = ""
    imported: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What a guard is asked: the view, the facts given (personal ones as PRESENT), the times, the rules.

    `table` is there for whoever must know how long the work has still to run.
    """

    view: View
    facts: Mapping[str, object]
    at: At
    rules: Rules
    table: Table | None = None
