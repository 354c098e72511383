"""§7.1.8 — What is done when something went wrong with a case as a whole: merge, amend, take back. The rows of it."""

from __future__ import annotations

# ruff: noqa: E501 - one row of a table is one line
from . import amending as a
from . import merging as g
from . import repeats
from . import taking_back as b
from .checks import word_was_said_before_it_was_recorded
from .posts import Post
from .steps import Step, Subject
from .words import Words

DESK = frozenset({Post.FRONT_DESK, Post.NIGHT_DESK, Post.DIRECTOR})
DIRECTOR = frozenset({Post.DIRECTOR})
EVERYBODY = frozenset(Post) - {Post.ADMINISTRATOR}
CASE, LEG = Subject.CASE, Subject.LEG
MERGED = Words("已合并", "Merged")


# fmt: off
def rows(open_states: frozenset[str], leg_states: frozenset[str]) -> tuple[Step, ...]:
    """The rows for a table with these open states, and these states of a leg that was worked on."""
    return (
        Step("merge",         Words("并入另一件", "Merge into another case"),   "7.1.8", CASE, g.MERGES, "merged", DIRECTOR,
             facts=g.MERGE_FACTS, makes=(g.the_merge,), apart=True,
             guards=(g.another_case_is_chosen, g.both_are_of_one_nature_and_community, g.the_other_still_takes_residents_in, g.the_later_is_merged_into_the_earlier)),
        Step("take_in",       Words("转入并入件的住户", "Take in a resident of a merged case"), "7.1.8", CASE, open_states - g.CLOSED_TO_VOICES, None, DIRECTOR,
             facts=g.TAKE_IN_FACTS, guards=(g.what_was_merged_is_taken_in,), checks=(word_was_said_before_it_was_recorded,),
             makes=(g.the_resident_taken_in,), binds=False, apart=True),
        Step("amend",         Words("更正", "Amend"),                          "7.1.1", CASE, open_states, None, DESK,
             facts=a.FACTS, guards=(a.the_desk_amends_within_its_shift_until_dispatch,),
             checks=(a.something_is_amended, a.amended_word_was_said_before_it_was_recorded, a.unknown_speaker_is_identified_not_amended),
             makes=(repeats.the_repeat, a.the_amendment), informs=("director", "handlers")),
        Step("take_back",     Words("撤销误办", "Take back"),   "7.1.8", CASE, open_states | {"archived", "void"}, None, EVERYBODY,
             facts=b.FACTS, guards=(b.the_last_step_may_be_taken_back,), checks=(b.named_step_is_the_last,),
             makes=(b.what_it_made_is_unmade,), informs=("director",), goes_back=True),
        Step("take_back_leg", Words("撤销误办（部门）", "Take back (department)"), "7.1.8", LEG, leg_states, None, EVERYBODY,
             facts=b.FACTS, guards=(b.the_last_step_may_be_taken_back,), checks=(b.named_step_is_the_last,),
             makes=(b.what_it_made_is_unmade,), informs=("director",), goes_back=True),
    )
# fmt: on
