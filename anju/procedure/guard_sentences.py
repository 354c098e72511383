"""What each guard demands, as a sentence of the printed procedure. The refusal itself stands in the guard."""

from __future__ import annotations

from collections.abc import Callable

from .views import Question
from .words import Words

# One guard, one sentence, under the name of the guard.
SENTENCES = {
    "leg_is_of_the_actors_department": Words(
        "处理人只办自己的，班长可代本部门的人办，主任可代办全部",
        "A handler acts for himself, a foreman for his department, the director for all",
    ),
    "caller_did_not_do_the_work": Words("处理过这件的人不回访这件", "Nobody follows up his own work"),
    "company_calls_only_when_the_centre_has_no_other_caller": Words(
        "中心没有可以回访的人时，才由公司回访",
        "The company follows up only when the centre has nobody left who may",
    ),
    "company_is_not_of_this_centre": Words(
        "以公司身份办理的人不在本中心任职", "Whoever acts for the company holds no post in this centre"
    ),
    "unreachable_is_confirmed_by_another_person": Words(
        "无法联系由另一人确认", "Another person confirms that nobody could be reached"
    ),
    "resident_was_dissatisfied": Words(
        "住户在回访中表示过不满意", "The resident said in a follow-up that he is dissatisfied"
    ),
    "approver_is_another_person_than_the_asker": Words("核准人不是申请人", "Whoever approves is not the one who asked"),
    "enough_attempts_were_made": Words(
        "已在不同的日子和时段联系够次数", "Enough attempts were made, on different days and parts of the day"
    ),
    "no_word_is_left_untold": Words("没有待告知住户的话", "No word for the resident is left untold"),
    "no_promise_is_left_open": Words("没有未了结的承诺", "No promise is left open"),
    "word_was_said_before_it_was_recorded": Words(
        "说出时间不晚于登记时间", "It was said no later than it was recorded"
    ),
    "relayed_word_names_the_relayer": Words("员工转述的写明转述人", "A relayed word names who relayed it"),
    "relayed_word_was_verified_or_says_why_not": Words(
        "员工转述的写明是否核实", "A relayed word says whether it was verified"
    ),
    "grade_may_be_answered_on_the_spot": Words("这一等级可以当场办结", "The grade may be answered on the spot"),
    "relayer_hears_what_became_of_it": Words("有了处理结果才告知转述人", "The relayer is told when there is a result"),
    "no_word_to_the_resident_is_left_untold": Words("没有待告知住户的话", "No word to the resident is left untold"),
    "speaker_is_not_on_the_register_yet": Words("反映人尚未登记在册", "The speaker is not joined to the register yet"),
    "a_voice_may_be_given_up": Words("有附议住户已多次联系不上", "A resident who joined was tried often enough"),
    "named_voice_may_be_given_up": Words(
        "所选附议住户已多次联系不上，由另一人确认", "The chosen voice was tried often enough; another person confirms"
    ),
    "every_voice_was_heard": Words("附议住户都已回访", "Every resident who joined was followed up"),
    "there_is_a_voice_to_call": Words("还有附议住户待回访", "A resident who joined is still to be followed up"),
    "named_voice_is_to_be_called": Words("所选附议住户待回访", "The chosen voice is still to be followed up"),
    "what_was_heard_in_a_follow_up_has_it_as_its_source": Words(
        "在回访中听到的，来源为“回访”", "What was heard in a follow-up has it as its source"
    ),
    "outside_order_has_number_and_limit": Words(
        "转办件写明单号和时限", "An outside order has its number and its limit"
    ),
    "resident_was_told_or_will_be_or_cannot_be": Words(
        "写明已告知什么、何时前告知、或为何无法告知，三者取一",
        "Exactly one of: what the resident was told, by when he will be, why nobody can be told",
    ),
    "promise_has_text_and_time": Words("承诺有内容也有时间", "A promise has its words and its time"),
    "telling_lies_ahead": Words("约定的告知时间在这一步之后", "The time to tell the resident lies ahead"),
    "promised_time_lies_ahead": Words("承诺的时间在这一步之后", "The promised time lies ahead"),
    "finishing_time_lies_ahead": Words("要求完成的时间在这一步之后", "The time to finish lies ahead"),
    "outside_limit_lies_after_the_word": Words(
        "转办时限晚于说出的时间", "The limit of an outside order lies after the word"
    ),
    "each_department_has_one_live_leg": Words("同一部门不重复承办", "One department works on a case once at a time"),
    "exactly_one_department_takes_over": Words("改派给一个部门", "Exactly one department takes over"),
    "only_a_foreman_or_the_director_names_another": Words(
        "处理人只能自己接单，班长和主任可指定他人",
        "A handler accepts for himself; a foreman or the director may name another",
    ),
    "handler_is_named": Words("代为接单的写明处理人", "Whoever accepts for a department names the handler"),
    "named_word_is_open": Words("所选的话尚未告知", "The chosen word is still to be told"),
    "named_promise_is_open": Words("所选的承诺尚未了结", "The chosen promise is still open"),
    "dissatisfied_opinion_is_recorded": Words("不满意的写明住户意见", "A dissatisfied resident's opinion is recorded"),
    "rating_is_one_to_five": Words("评分为 1 到 5", "A rating is 1 to 5"),
    "nothing_is_asked_yet": Words("没有待批的申请", "No request is waiting"),
    "a_request_waits_for_the_director": Words("部门的申请待主任批", "A request of the department waits"),
    "the_hold_has_run_out": Words("挂起已到期", "The hold has run out"),
    "hold_ends_within_the_limit_of_its_reason": Words(
        "挂起不超过该原因的最长期限", "The hold is no longer than its reason allows"
    ),
    "the_director_renews_a_hold": Words("同一原因再挂起由主任办理", "Only the director renews a hold"),
    "weather_is_waited_for_again_in_the_rainy_months_only": Words(
        "等天气只在雨季续挂", "A hold for the weather is renewed in the rainy months only"
    ),
    "new_limit_lies_beyond_the_present_one": Words(
        "新的时限晚于现在的时限，也晚于现在", "The new limit lies after the present one and ahead of now"
    ),
    "extension_is_the_directors_to_grant": Words(
        "次数和天数在主任可批的范围内", "How often and how far is within what the director grants"
    ),
    "an_extension_waits_for_the_company": Words("延期已报公司核准", "The extension was submitted to the company"),
    "approver_of_the_extension_is_another_person": Words(
        "核准人不是报批人", "Whoever approves is not the one who submitted it"
    ),
    "an_urge_waits_for_its_answer": Words("有待答复的督办", "An urge waits for its answer"),
    "named_urge_is_of_this_work": Words("所选督办是这项承办的，尚未答复", "The chosen urge is of this work and open"),
    "another_case_is_chosen": Words("已选定并入哪一件", "The case it is merged into is chosen"),
    "both_are_of_one_nature_and_community": Words("两件同属一个小区、一种性质", "Both are of one community and nature"),
    "the_other_still_takes_residents_in": Words(
        "另一件未结、未并入别件、记录未整理", "The other is open, not merged, its records not in order"
    ),
    "the_later_is_merged_into_the_earlier": Words("后登记的并入先登记的", "The later is merged into the earlier"),
    "what_was_merged_is_taken_in": Words("只随合并办理", "Done by a merge only"),
    "nothing_is_owed_where_it_was_merged_from": Words(
        "并入的单号上没有待告知的话和未了结的承诺", "Nothing is owed on the cases merged into it"
    ),
    "the_desk_amends_within_its_shift_until_dispatch": Words(
        "前台只更正本班登记、尚未分派的，其余由主任更正",
        "The desk amends within its shift until dispatch; the director amends the rest",
    ),
    "something_is_amended": Words("至少更正一项", "At least one field is amended"),
    "amended_word_was_said_before_it_was_recorded": Words(
        "更正后的说出时间不晚于登记时间", "The amended time said is no later than the record"
    ),
    "unknown_speaker_is_identified_not_amended": Words(
        "匿名或不明的用补登", "An unknown speaker is identified, not amended"
    ),
    "the_last_step_may_be_taken_back": Words(
        "撤销的是最后一步，在时限内，由办理人或主任，之后没有别的步骤",
        "It is the last step, in time, by who took it or the director, and nothing was built on it",
    ),
    "named_step_is_the_last": Words("所指的仍是最后一步", "The step named is still the last"),
    "an_alarm_rings": Words("有升级在响，还没有人接手", "An escalation rings that nobody has taken"),
    "all_sheets_are_there": Words("清点张数与移交张数一致", "The sheets counted are those handed over"),
}


def sentence(guard: Callable[[Question], Words | None]) -> Words:
    """The sentence of a guard; KeyError for one that nobody has worded."""
    return SENTENCES[guard.__name__]
