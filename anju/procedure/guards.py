"""Guards: each is named as the sentence it tests and returns why not, or nothing. They never see a personal value.

The ones under "of the view" also decide whether a step is offered; those under "of the facts" need the form.
"""

from __future__ import annotations

from datetime import datetime

from .instants import local
from .posts import Post
from .views import Colleague, Question, View
from .words import Words

CALLERS = frozenset({Post.DIRECTOR})


# -- of the view --------------------------------------------------------------------------------


def leg_is_of_the_actors_department(asked: Question) -> Words | None:
    """A handler acts for himself, a foreman for his department, the director for all."""
    actor, leg = asked.view.actor, asked.view.leg
    if leg is None or Post.DIRECTOR in actor.posts:
        return None
    if leg.department not in actor.departments:
        return Words("这件由别的部门承办。", "Another department handles this.")
    if leg.person not in (None, actor.key) and Post.FOREMAN not in actor.posts:
        return Words("这件由别的处理人承办，班长可代办。", "Another handler has this; the foreman may act for him.")
    return None


def workers(view: View) -> frozenset[str]:
    """Everybody who did the work of the case, in any of its rounds."""
    return frozenset(leg.person for leg in view.legs if leg.person)


def caller_did_not_do_the_work(asked: Question) -> Words | None:
    """Nobody follows up his own work."""
    if asked.view.actor.key in workers(asked.view):
        return Words(
            "处理过这件的人不能回访，请换人回访。",
            "Whoever did the work may not follow it up; let another person call.",
        )
    return None


def may_call(colleague: Colleague, asked: Question) -> bool:
    """A director, or one who holds a written authorisation for this nature now."""
    return bool(colleague.posts & CALLERS) or authorised(colleague.key, asked)


def authorised(key: str, asked: Question) -> bool:
    """§7.1.9: an authorisation is itself a record, for named natures and a limited time."""
    return any(
        each.holder == key and asked.view.case.nature in each.natures and each.starts <= asked.at.entered < each.ends
        for each in asked.view.delegations
    )


def acts_for_the_company_only(asked: Question) -> bool:
    """True when the actor's only way to the step is a post of the company."""
    actor = asked.view.actor
    return not (actor.posts & CALLERS) and not authorised(actor.key, asked)


def company_calls_only_when_the_centre_has_no_other_caller(asked: Question) -> Words | None:
    """Where no independent person is left in the centre, the company follows up; never one of the centre's own."""
    if not acts_for_the_company_only(asked):
        return None
    view = asked.view
    if any(each.key == view.actor.key for each in view.centre):
        return Words("本中心的人不能以公司身份回访。", "One of this centre may not follow up in the company's name.")
    free = [each for each in view.centre if may_call(each, asked) and each.key not in workers(view)]
    if free:
        return Words(
            "中心还有可以回访的人，由中心回访。", "The centre still has someone who may follow up; the centre does so."
        )
    return None


def unreachable_is_confirmed_by_another_person(asked: Question) -> Words | None:
    """The director confirms what another reported; what he reported himself the company confirms."""
    reported = asked.view.last("report_unreachable")
    actor = asked.view.actor
    if reported is None:
        return None
    if reported.actor == actor.key:
        return Words(
            "您自己报的无法联系，由另一位主任或综合管理部确认。",
            "You reported this yourself; another director or the company administration confirms it.",
        )
    if Post.DIRECTOR in actor.posts:
        return None
    directors = {each.key for each in asked.view.centre if Post.DIRECTOR in each.posts}
    if directors - {reported.actor}:
        return Words("由中心主任确认。", "The director of the centre confirms this.")
    return None


def resident_was_dissatisfied(asked: Question) -> Words | None:
    """Not agreed can only be what the resident was asked about and did not accept."""
    if any(act.facts.get("score") == "dissatisfied" for act in asked.view.acts):
        return None
    return Words(
        "住户还没有在回访中表示不满意，先分派处理并回访。",
        "The resident has not said in a follow-up that he is dissatisfied; dispatch and follow up first.",
    )


def approver_is_another_person_than_the_asker(asked: Question) -> Words | None:
    """What one asked for, another approves."""
    request = asked.view.last("ask_not_agreed")
    if request is not None and request.actor == asked.view.actor.key:
        return Words("申请人不能核准自己的申请。", "Whoever asked for it may not approve it.")
    return None


def enough_attempts_were_made(asked: Question) -> Words | None:
    """Attempts on different days and parts of the day, counted since the case last came to follow-up."""
    made: list[datetime] = []
    for act in asked.view.acts:
        if act.moved_case and act.case_state == "follow_up":
            made = []
        elif act.step == "attempt":
            made.append(act.happened)
    clocks = [local(each) for each in made]
    parts = {0 if each.hour < 12 else 1 if each.hour < 18 else 2 for each in clocks}
    enough = (
        len(made) >= asked.rules.rule("attempts")
        and len({each.date() for each in clocks}) >= asked.rules.rule("attempt_days")
        and len(parts) >= asked.rules.rule("attempt_parts")
    )
    if enough:
        return None
    return Words(
        "联系次数还不够：要在不同的日子和时段多次联系过，才能报无法联系。",
        "Not tried often enough: several attempts on different days and parts of the day come first.",
    )


def no_word_is_left_untold(asked: Question) -> Words | None:
    """Every word for the resident was told, or it was recorded why it could not be."""
    if asked.view.words:
        return Words("还有待告知住户的话，先告知再整理。", "A word is still to be told to the resident; tell it first.")
    return None


def no_promise_is_left_open(asked: Question) -> Words | None:
    """Every promise was kept, released or recorded as broken."""
    if asked.view.promises:
        return Words("还有未了结的承诺，先记明兑现情况。", "A promise is still open; record how it ended first.")
    return None


# -- of the facts -------------------------------------------------------------------------------


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


def each_department_has_one_live_leg(asked: Question) -> Words | None:
    """One department works on a case once at a time."""
    names = [str(each).partition(":")[0] for each in _departments(asked)]
    leg = asked.view.leg
    live = {
        each.department
        for each in asked.view.legs
        if each.state != "withdrawn" and (leg is None or each.key != leg.key)
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
FIELDS = {
    word_was_said_before_it_was_recorded: "said_at",
    relayed_word_names_the_relayer: "relayer",
    outside_order_has_number_and_limit: "outside_limit",
    resident_was_told_or_will_be_or_cannot_be: "told",
    promise_has_text_and_time: "promise_by",
    each_department_has_one_live_leg: "departments",
    exactly_one_department_takes_over: "departments",
    handler_is_named: "person",
    named_word_is_open: "word",
    named_promise_is_open: "which",
    dissatisfied_opinion_is_recorded: "opinion",
    rating_is_one_to_five: "rating",
    all_sheets_are_there: "counted",
}
