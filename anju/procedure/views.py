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
    anonymous: bool = False
    wants_follow_up: bool = True
    outside_limit: datetime | None = None
    joined: bool = False  # to a resident on the register


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
    the spot that this centre has drawn for a call since Monday.
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
    made: Mapping[str, int] = field(default_factory=dict)

    def last(self, *steps: str) -> ActView | None:
        """The latest act of one of these steps."""
        return next((act for act in reversed(self.acts) if act.step in steps), None)

    def last_of(self, leg: int, *steps: str) -> ActView | None:
        """The latest act of one of these steps with one leg."""
        return next((act for act in reversed(self.acts) if act.leg == leg and act.step in steps), None)


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
