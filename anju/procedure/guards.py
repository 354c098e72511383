"""Guards of the view: each is named as the sentence it tests and returns why not, or nothing.

They decide whether a step is offered at all; what needs the form is in `checks`. None sees a personal value.
"""

from __future__ import annotations

from .attempts import needed, of_the_speaker
from .posts import COMPANY_POSTS, Post
from .views import Actor, Colleague, Question, View, standing
from .words import Words

CALLERS = frozenset({Post.DIRECTOR})


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
    """Everybody who took on work of the case, in any of its rounds; who was only named did none.

    An answer given on the spot is work too.
    """
    acts = standing(view.acts)
    taken_on = {act.leg for act in acts if act.step == "accept"}
    answered = {act.actor for act in acts if act.step == "answer"}
    return frozenset(answered | {leg.person for leg in view.legs if leg.person and leg.key in taken_on})


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
    return bool(colleague.posts & CALLERS) or authorised(colleague, asked)


def authorised(person: Actor | Colleague, asked: Question) -> bool:
    """§7.1.9: an authorisation is itself a record, for named natures and a limited time; it ends with the post.

    It covers the call as well as its entry: what it did not yet allow cannot be entered later.
    """
    return bool(person.posts - COMPANY_POSTS) and any(
        each.holder == person.key
        and asked.view.case.nature in each.natures
        and each.starts <= asked.at.happened
        and asked.at.entered < each.ends
        for each in asked.view.delegations
    )


def acts_for_the_company_only(asked: Question) -> bool:
    """True when the actor's only way to the step is a post of the company."""
    actor = asked.view.actor
    return not (actor.posts & CALLERS) and not authorised(actor, asked)


def company_is_not_of_this_centre(asked: Question) -> Words | None:
    """Design §1: the company acts where the rule needs another person; it is never one of the centre's own."""
    view = asked.view
    if view.actor.posts - COMPANY_POSTS or any(each.key == view.actor.key for each in view.centre):
        return Words(
            "在本中心任职的人不能以公司身份办理。", "One who holds a post in this centre may not act for the company."
        )
    return None


def company_calls_only_when_the_centre_has_no_other_caller(asked: Question) -> Words | None:
    """Where no independent person is left in the centre, the company follows up; never one of the centre's own."""
    if not acts_for_the_company_only(asked):
        return None
    of_the_centre = company_is_not_of_this_centre(asked)
    if of_the_centre:
        return of_the_centre
    view = asked.view
    free = [each for each in view.centre if may_call(each, asked) and each.key not in workers(view)]
    if free:
        return Words(
            "中心还有可以回访的人，由中心回访。", "The centre still has someone who may follow up; the centre does so."
        )
    return None


def unreachable_is_confirmed_by_another_person(asked: Question) -> Words | None:
    """The director confirms what another reported; what he reported himself the company confirms."""
    reported = asked.view.last("report_unreachable")
    return confirmed_by_another(asked, reported.actor if reported else "")


def confirmed_by_another(asked: Question, reporter: str) -> Words | None:
    """Not by the reporter himself; by a director of the centre, or by the company where there is no other."""
    actor = asked.view.actor
    if reporter == actor.key:
        return Words(
            "您自己报的无法联系，由另一位主任或综合管理部确认。",
            "You reported this yourself; another director or the company administration confirms it.",
        )
    if Post.DIRECTOR in actor.posts:
        return None
    of_the_centre = company_is_not_of_this_centre(asked)
    if of_the_centre:
        return of_the_centre
    directors = {each.key for each in asked.view.centre if Post.DIRECTOR in each.posts}
    if directors - {reporter}:
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
    if not needed(of_the_speaker(asked.view), asked.rules).calls:
        return None
    return Words(
        "联系次数还不够：要在不同的日子和时段多次联系过，才能报无法联系。",
        "Not tried often enough: several attempts on different days and parts of the day come first.",
    )


def no_word_to_the_resident_is_left_untold(asked: Question) -> Words | None:
    """A matter is not settled while the resident still waits for a word; the relayer hears afterwards."""
    if any(each.whom != "relayer" for each in asked.view.words):
        return Words(
            "还有待告知住户的话，先告知再当场办结。", "A word is still to be told to the resident; tell it first."
        )
    return None


def speaker_is_not_on_the_register_yet(asked: Question) -> Words | None:
    """Who is known and joined already is not written over."""
    case = asked.view.case
    if case.anonymous or not case.joined:
        return None
    return Words("反映人已登记在册，无需补登。", "The speaker is joined to the register already.")


def follow_up_is_asked_for(asked: Question) -> bool:
    """The grade asks for calls when the work is done."""
    case = asked.view.case
    grade = asked.rules.grade(case.nature, case.grade)
    return bool(grade and grade.follow_up)


def follow_up_is_due(asked: Question) -> bool:
    """The grade asks for it, somebody is known, and he did not decline."""
    case = asked.view.case
    return follow_up_is_asked_for(asked) and not case.anonymous and case.wants_follow_up


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
