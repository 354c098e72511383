"""Checks of the facts given: each is named as the sentence it tests and returns why not, or nothing.

Of a personal fact they see only that it was given.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from .amending import (
    amended_word_was_said_before_it_was_recorded,
    something_is_amended,
    unknown_speaker_is_identified_not_amended,
)
from .extending import extension_is_the_directors_to_grant, new_limit_lies_beyond_the_present_one
from .holds import (
    hold_ends_within_the_limit_of_its_reason,
    the_director_renews_a_hold,
    weather_is_waited_for_again_in_the_rainy_months_only,
)
from .posts import Post
from .steps import Guard
from .urges import named_urge_is_of_this_work
from .views import Question
from .voices import named_voice_is_to_be_called, named_voice_may_be_given_up
from .words import Words


def word_was_said_before_it_was_recorded(asked: Question) -> Words | None:
    """§7.1.1: what was said comes before its record."""
    said = asked.facts.get("said_at")
    if isinstance(said, datetime) and said > asked.at.happened:
        return Words(
            "说出时间晚于登记时间，请改正其中一个。", "It was said after it was recorded; correct one of the two times."
        )
    return None


def relayed_word_names_the_relayer(asked: Question) -> Words | None:
    """§5.1.1: an employee's relay names the employee."""
    if asked.facts.get("source") == "relayed" and not asked.facts.get("relayer"):
        return Words("员工转述要写明转述人。", "A relayed word names the employee who relayed it.")
    return None


def relayed_word_was_verified_or_says_why_not(asked: Question) -> Words | None:
    """§5.1.1: a relay is verified with the resident, or it is recorded why it was not."""
    if asked.facts.get("source") == "relayed" and not asked.facts.get("verified") and not asked.at.imported:
        return Words("员工转述要写明是否已向住户核实。", "Say whether the relayed word was verified with the resident.")
    return None


def what_was_heard_in_a_follow_up_has_it_as_its_source(asked: Question) -> Words | None:
    """§4.2: a new matter heard in a follow-up is collected actively, and says so."""
    if asked.facts.get("heard_in") and asked.facts.get("source") != "return_visit":
        return Words(
            "在回访中听到的，信息来源选“回访”。", "What was heard in a follow-up has “Follow-up call” as its source."
        )
    return None


def outside_order_has_number_and_limit(asked: Question) -> Words | None:
    """An order from outside comes with its own number and limit."""
    given = [bool(asked.facts.get(name)) for name in ("outside_order", "outside_limit")]
    wanted = asked.facts.get("source") == "outside_order"
    if all(given) or not (wanted or any(given)):
        return None
    return Words("转办件要写明转办单号和时限。", "An outside order is recorded with its number and its limit.")


def resident_was_told_or_will_be_or_cannot_be(asked: Question) -> Words | None:
    """§7.1.1: the communication is done - told, to be told by a time, or why nobody can be told."""
    given = [name for name in ("told", "tell_by", "untold") if asked.facts.get(name)]
    if len(given) == 1:
        return None
    return Words(
        "写明已告知住户什么；还没说的写不迟于何时告知；无法告知的写原因。三项只填一项。",
        "Say what the resident was told, or by when he will be, or why nobody can be told; exactly one of the three.",
    )


def promise_has_text_and_time(asked: Question) -> Words | None:
    """A promise without a time is none."""
    if bool(asked.facts.get("promise")) == bool(asked.facts.get("promise_by")):
        return None
    return Words("承诺要同时写内容和时间。", "A promise needs both its words and its time.")


def telling_lies_ahead(asked: Question) -> Words | None:
    """What is still to be told cannot be due already."""
    return _ahead(asked, "tell_by")


def promised_time_lies_ahead(asked: Question) -> Words | None:
    """A promise is of something to come."""
    return _ahead(asked, "promise_by")


def finishing_time_lies_ahead(asked: Question) -> Words | None:
    """Nobody can be asked to have finished yesterday."""
    return _ahead(asked, "finish_by")


def _ahead(asked: Question, name: str) -> Words | None:
    due = asked.facts.get(name)
    if isinstance(due, datetime) and due <= asked.at.happened:
        return Words("这个时间要晚于办理这一步的时间。", "This time lies after the step itself.")
    return None


def outside_limit_lies_after_the_word(asked: Question) -> Words | None:
    """An order may reach us late, but its limit is later than the order."""
    limit, said = asked.facts.get("outside_limit"), asked.facts.get("said_at")
    if isinstance(limit, datetime) and isinstance(said, datetime) and limit <= said:
        return Words("转办时限要晚于说出时间。", "The limit of the order lies after what was said.")
    return None


def each_department_has_one_live_leg(asked: Question) -> Words | None:
    """One department works on a case once at a time."""
    names = [str(each).partition(":")[0] for each in _departments(asked)]
    leg = asked.view.leg
    live = {
        each.department
        for each in asked.view.legs
        if each.state not in ("accepted", "withdrawn") and (leg is None or each.key != leg.key)
    }
    if not names:
        return Words("至少选一个承办部门。", "Choose at least one department.")
    if len(set(names)) < len(names) or live & set(names):
        return Words(
            "同一部门已在承办，不能重复分派。", "The same department already handles it; do not dispatch it twice."
        )
    return None


def exactly_one_department_takes_over(asked: Question) -> Words | None:
    """What is reassigned goes to one department."""
    if len(_departments(asked)) != 1:
        return Words("改派只能选一个部门。", "Reassign to exactly one department.")
    return None


def only_a_foreman_or_the_director_names_another(asked: Question) -> Words | None:
    """A handler takes work on himself; he cannot put it on a colleague."""
    actor, person = asked.view.actor, asked.facts.get("person")
    if person in (None, actor.key) or actor.posts & {Post.FOREMAN, Post.DIRECTOR}:
        return None
    return Words("只有班长或主任可以指定别人处理。", "Only the foreman or the director may name another handler.")


def handler_is_named(asked: Question) -> Words | None:
    """Who accepts for a department he does not belong to says who does the work."""
    actor, leg = asked.view.actor, asked.view.leg
    if leg is None or leg.person or asked.facts.get("person") or leg.department in actor.departments:
        return None
    return Words("代为接单要写明处理人。", "Accepting for a department, name who does the work.")


def named_word_is_open(asked: Question) -> Words | None:
    """Only a word that is still to be told can be told."""
    if asked.facts.get("word") in {each.key for each in asked.view.words}:
        return None
    return Words("这条话已经告知过。", "This word has been told already.")


def relayer_hears_what_became_of_it(asked: Question) -> Words | None:
    """Whoever relayed a matter is told of its result, not of its beginning."""
    named = next((each for each in asked.view.words if each.key == asked.facts.get("word")), None)
    is_early = asked.view.case.state in ("recorded", "passed_on", "handling", "reviewing")
    if named and named.whom == "relayer" and is_early and asked.facts.get("telling") == "told":
        return Words(
            "还没有处理结果，有了结果再告知转述人。", "There is no result yet; tell the relayer when there is."
        )
    return None


def named_promise_is_open(asked: Question) -> Words | None:
    """Only an open promise can be closed."""
    if asked.facts.get("which") in {each.key for each in asked.view.promises}:
        return None
    return Words("这条承诺已经了结。", "This promise is closed already.")


def dissatisfied_opinion_is_recorded(asked: Question) -> Words | None:
    """§7.1.9: nothing is left out - least of all why somebody is dissatisfied."""
    if asked.facts.get("score") == "dissatisfied" and not asked.facts.get("opinion"):
        return Words("不满意要写明住户意见。", "Record what the dissatisfied resident said.")
    return None


def rating_is_one_to_five(asked: Question) -> Words | None:
    """A rating is a whole number from 1 to 5, or none."""
    rating = asked.facts.get("rating")
    if rating is None or (isinstance(rating, int) and 1 <= rating <= 5):
        return None
    return Words("评分填 1 到 5。", "A rating is a number from 1 to 5.")


def all_sheets_are_there(asked: Question) -> Words | None:
    """§7.1.10: what is counted in is what was handed over; otherwise it is returned."""
    handed = asked.view.last("put_in_order")
    if handed is None or handed.facts.get("sheets") == asked.facts.get("counted"):
        return None
    return Words(
        "清点张数与移交张数不一致，请退回主任补齐。",
        "The sheets counted differ from those handed over; return the records to the director.",
    )


def _departments(asked: Question) -> tuple[object, ...]:
    named = asked.facts.get("departments")
    return named if isinstance(named, tuple) else ()


# The field a refusal points at, where the guard speaks of one.
FIELDS: Mapping[Guard, str] = {
    hold_ends_within_the_limit_of_its_reason: "hold_until",
    the_director_renews_a_hold: "hold_for",
    weather_is_waited_for_again_in_the_rainy_months_only: "hold_for",
    new_limit_lies_beyond_the_present_one: "new_limit",
    extension_is_the_directors_to_grant: "new_limit",
    named_urge_is_of_this_work: "urge",
    telling_lies_ahead: "tell_by",
    promised_time_lies_ahead: "promise_by",
    finishing_time_lies_ahead: "finish_by",
    outside_limit_lies_after_the_word: "outside_limit",
    only_a_foreman_or_the_director_names_another: "person",
    word_was_said_before_it_was_recorded: "said_at",
    relayed_word_names_the_relayer: "relayer",
    relayed_word_was_verified_or_says_why_not: "verified",
    what_was_heard_in_a_follow_up_has_it_as_its_source: "source",
    outside_order_has_number_and_limit: "outside_limit",
    resident_was_told_or_will_be_or_cannot_be: "told",
    promise_has_text_and_time: "promise_by",
    each_department_has_one_live_leg: "departments",
    exactly_one_department_takes_over: "departments",
    handler_is_named: "person",
    named_word_is_open: "word",
    relayer_hears_what_became_of_it: "telling",
    named_promise_is_open: "which",
    named_voice_is_to_be_called: "voice",
    named_voice_may_be_given_up: "voice",
    dissatisfied_opinion_is_recorded: "opinion",
    rating_is_one_to_five: "rating",
    all_sheets_are_there: "counted",
    amended_word_was_said_before_it_was_recorded: "said_at",
    unknown_speaker_is_identified_not_amended: "speaker",
    something_is_amended: "content",
}
