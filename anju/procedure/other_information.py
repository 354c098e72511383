"""§7.1.5-7.1.10 — Other information: recorded, passed on, dispatched, handled, followed up, archived."""

from __future__ import annotations

# ruff: noqa: E501 - one row of a table is one line
from . import checks as c
from . import facts as f
from . import guards as g
from . import legs as l
from . import makers as m
from . import mending, repeats, supervising
from . import readback as r
from . import urges as u
from . import voices as v
from . import watching as w
from .merging import nothing_is_owed_where_it_was_merged_from
from .posts import Post
from .steps import Branch, Mark, Span, State, Step, Subject, Table
from .views import Question
from .words import Words

DESK = frozenset({Post.FRONT_DESK, Post.NIGHT_DESK, Post.DIRECTOR})
DIRECTOR = frozenset({Post.DIRECTOR})
HANDLERS = frozenset({Post.HANDLER, Post.FOREMAN, Post.DIRECTOR})
CALLERS = frozenset({Post.DIRECTOR, Post.COMPANY})
APPROVERS = frozenset({Post.COMPANY, Post.EXECUTIVE})
ARCHIVIST = frozenset({Post.ARCHIVIST})
EVERYBODY = frozenset(Post) - {Post.ADMINISTRATOR}

STATES = (
    State("recorded", Words("待传递", "To pass on"), "waits", stage="pass_on"),
    State("passed_on", Words("待分派", "To dispatch"), "waits", stage="dispatch"),
    State("answered", Words("待主任阅", "To be read"), "waits", stage="dispatch"),
    State("handling", Words("处理中", "In handling"), "works", stage="handle"),
    State("reviewing", Words("待审核", "To review"), "approve", stage="handle"),
    State("follow_up", Words("待回访", "To follow up"), "rests", stage="follow_up"),
    State("unreachable", Words("待确认无法联系", "Unreachable, to confirm"), "approve", stage="follow_up"),
    State("approval", Words("待公司核准", "To be approved"), "approve", stage="follow_up"),
    State("ordering", Words("待整理", "To put in order"), "rests", stage="file"),
    State("ordered", Words("待移交", "To hand over"), "rests", stage="file"),
    State("handed_over", Words("待归档", "To archive"), "rests", stage="file"),
    State("archived", Words("已归档", "Archived"), "rests", open=False, stage="analysis"),
    State("void", Words("已作废", "Void"), "rests", open=False),
    State("merged", mending.MERGED, "rests", open=False),
)
OPEN = frozenset(state.name for state in STATES if state.open)
AFTERWARDS = {"void", "merged"}  # what is owed is owed all the same

LEG_STATES = (
    State("assigned", Words("待接单", "To accept"), "waits"),
    State("working", Words("处理中", "In handling"), "works"),
    State("on_site", Words("已到场", "On site"), "works"),
    State("held", Words("挂起中", "On hold"), "rests"),
    State("declined", Words("已退单", "Declined"), "bad"),
    State("reported", Words("待审核", "To review"), "approve"),
    State("accepted", Words("已认可", "Accepted"), "rests", open=False),
    State("withdrawn", Words("已撤回", "Withdrawn"), "rests", open=False),
)


LEGS_AT_WORK = frozenset({"assigned", "working", "on_site", "held", "declined"})


def a_leg_is_at_work(asked: Question) -> bool:
    return any(leg.state in LEGS_AT_WORK for leg in asked.view.legs)


def a_leg_has_reported(asked: Question) -> bool:
    return any(leg.state == "reported" for leg in asked.view.legs)


def resident_is_dissatisfied(asked: Question) -> bool:
    return asked.facts.get("score") == "dissatisfied"


CASE_FOLLOWS = (
    Branch("handling", Words("还有部门在处理", "a department still works on it"), a_leg_is_at_work),
    Branch("reviewing", Words("部门都已反馈", "every department has reported"), a_leg_has_reported),
    Branch("follow_up", Words("反馈都已认可，需要回访", "all accepted, follow-up due"), g.follow_up_is_due),
    Branch("ordering", Words("反馈都已认可，无需回访", "all accepted, no follow-up due")),
)
BY_SCORE = (
    Branch("passed_on", Words("不满意，重开", "dissatisfied: reopened"), resident_is_dissatisfied),
    Branch("ordering", Words("满意或基本满意", "satisfied or fairly satisfied")),
)
REGISTERED_FACTS = (
    f.SAID_AT, f.SOURCE, f.SPEAKER, f.NAME, f.PHONE, f.RELAYER, f.CHECKED, f.RESIDENT, f.PLACE, f.SPOT, f.CONTENT, f.GRADE,
    f.CATEGORY, f.URGENCY, f.TOLD_NOW, f.TELL_BY, f.UNTOLD, f.PROMISE, f.PROMISE_BY, f.OUTSIDE_ORDER,
    f.OUTSIDE_LIMIT, f.DECLINES_CALL, f.CALL, f.HEARD_IN,
)  # fmt: skip
INTAKE = (
    c.word_was_said_before_it_was_recorded,
    c.relayed_word_names_the_relayer,
    c.relayed_word_was_verified_or_says_why_not,
    c.what_was_heard_in_a_follow_up_has_it_as_its_source,
    c.outside_order_has_number_and_limit,
    c.outside_limit_lies_after_the_word,
    c.resident_was_told_or_will_be_or_cannot_be,
    c.telling_lies_ahead,
    c.promise_has_text_and_time,
    c.promised_time_lies_ahead,
)
CALLER = (g.caller_did_not_do_the_work, g.company_calls_only_when_the_centre_has_no_other_caller)
DISPATCHED = (c.each_department_has_one_live_leg, c.finishing_time_lies_ahead)
APPROVER = (g.company_is_not_of_this_centre, g.approver_is_another_person_than_the_asker)
OWN_LEG = (g.leg_is_of_the_actors_department,)


def at(*names: str) -> frozenset[str]:
    return frozenset(names)


CASE, LEG = Subject.CASE, Subject.LEG

# fmt: off
STEPS = (
    #    name                 words                                              clause    subject  leaves                enters        by
    Step("register",          Words("登记", "Register"),                           "7.1.1",  CASE, at(),                 "recorded",   DESK,
         facts=REGISTERED_FACTS, checks=INTAKE, makes=(m.the_case, m.the_word_told_or_to_tell, m.the_word_to_the_relayer, m.the_promise, repeats.the_repeat)),
    Step("pass_on",           Words("传递主任", "Pass on to the director"),          "7.1.5",  CASE, at("recorded"),       "passed_on",  DESK,
         facts=(f.REMARK,), informs=("director",)),
    Step("answer",            Words("当场办结", "Answer on the spot"),              "7.1.1",  CASE, at("recorded"),       "answered",   DESK,
         facts=(f.ANSWERED,), guards=(r.grade_may_be_answered_on_the_spot, g.no_word_to_the_resident_is_left_untold), informs=("director",)),
    Step("read_answer",       Words("主任已阅", "Read by the director"),            "7.1.6",  CASE, at("answered"),       r.BY_LOT,     DIRECTOR,
         facts=(f.REMARK,), makes=(m.the_outcome_answered,)),
    Step("take_up",           Words("转入分派", "Take it up"),                      "7.1.6",  CASE, at("answered"),       "passed_on",  DIRECTOR,
         facts=(f.REMARK,)),
    Step("dispatch",          Words("分派", "Dispatch"),                           "7.1.6",  CASE, at("passed_on"),      "handling",   DIRECTOR,
         facts=(f.GRADE, f.CATEGORY, f.DEPARTMENTS, f.INSTRUCTION, f.FINISH_BY), checks=DISPATCHED,
         makes=(repeats.the_repeat, m.the_class_of_the_case, m.one_leg_per_department, v.the_voices_to_hear_again), informs=("handlers",)),
    Step("add_leg",           Words("加派部门", "Add a department"),                "7.1.6",  CASE, at("handling", "reviewing"), "handling", DIRECTOR,
         facts=(f.DEPARTMENTS, f.INSTRUCTION, f.FINISH_BY), checks=DISPATCHED,
         makes=(m.one_leg_per_department,), informs=("handlers",)),
    Step("accept",            Words("接单", "Accept"),                             "7.1.7",  LEG,  at("assigned"),       "working",    HANDLERS,
         facts=(f.WORKER,), guards=OWN_LEG, checks=(c.only_a_foreman_or_the_director_names_another, c.handler_is_named), makes=(m.the_handler_of_the_leg,)),
    Step("decline",           Words("退单", "Decline"),                            "7.1.7",  LEG,  at("assigned"),       "declined",   HANDLERS,
         facts=(f.REASON,), guards=OWN_LEG, makes=(l.the_leg_at_rest, u.the_urges_lapsed), informs=("director",)),
    Step("arrive",            Words("到场", "Arrive"),                             "7.1.7",  LEG,  at("working"),        "on_site",    HANDLERS,
         facts=(f.REMARK,), guards=OWN_LEG),
    Step("report",            Words("反馈结果", "Report back"),                     "7.1.7",  LEG,  at("working", "on_site", "held"), "reported", HANDLERS,
         facts=(f.RESULT,), guards=OWN_LEG, makes=(m.the_result_of_the_leg, l.the_leg_at_rest, u.the_urges_answered_by_the_report), informs=("director",)),
    Step("reassign",          Words("改派", "Reassign"),                           "7.1.8",  LEG,  at("assigned", "working", "on_site", "held", "declined"), "withdrawn", DIRECTOR,
         facts=(f.DEPARTMENTS, f.REASON, f.INSTRUCTION, f.FINISH_BY),
         checks=(c.exactly_one_department_takes_over, *DISPATCHED), makes=(m.one_leg_per_department, l.the_leg_at_rest, u.the_urges_lapsed), informs=("handlers",)),
    Step("accept_report",     Words("认可反馈", "Accept the report"),               "7.1.8",  LEG,  at("reported"),       "accepted",   DIRECTOR,
         facts=(f.REMARK,)),
    Step("return_report",     Words("退回反馈", "Return the report"),               "7.1.8",  LEG,  at("reported"),       "working",    DIRECTOR,
         facts=(f.REASON,), informs=("handlers",)),
    *supervising.ROWS,
    Step("attempt",           Words("回访未接通", "Not reached"),                   "7.1.9",  CASE, at("follow_up"),      None,         CALLERS,
         facts=(f.CHANNEL, f.NO_ANSWER_WHY, f.REMARK), guards=CALLER, delegable=True),
    Step("follow_up",         Words("记录回访", "Record the follow-up"),            "7.1.9",  CASE, at("follow_up"),      BY_SCORE,     CALLERS,
         facts=(f.CHANNEL, f.SCORE, f.RATING, f.OPINION), guards=CALLER, checks=(c.dissatisfied_opinion_is_recorded, c.rating_is_one_to_five),
         makes=(m.the_outcome_by_score,), informs=("director",), delegable=True),
    Step("call_voice",        Words("回访附议住户", "Follow up a voice"),           "7.1.9",  CASE, at("follow_up", "ordering"), v.BY_VOICE, CALLERS,
         facts=(f.VOICE, f.CHANNEL, f.SCORE, f.RATING, f.OPINION), guards=(*CALLER, v.there_is_a_voice_to_call),
         checks=(v.named_voice_is_to_be_called, c.dissatisfied_opinion_is_recorded, c.rating_is_one_to_five),
         makes=(v.the_end_of_the_voice,), informs=("director",), delegable=True),
    Step("attempt_voice",     Words("附议住户未接通", "Voice not reached"),         "7.1.9",  CASE, at("follow_up", "ordering"), None,   CALLERS,
         facts=(f.VOICE, f.CHANNEL, f.NO_ANSWER_WHY, f.REMARK), guards=(*CALLER, v.there_is_a_voice_to_call),
         checks=(v.named_voice_is_to_be_called,), delegable=True),
    Step("give_up_voice",     Words("确认附议住户无法联系", "Confirm a voice as unreachable"), "7.1.9", CASE, at("follow_up", "ordering"), None, CALLERS,
         facts=(f.VOICE, f.REMARK), guards=(v.a_voice_may_be_given_up,), checks=(v.named_voice_is_to_be_called, v.named_voice_may_be_given_up),
         makes=(v.the_voice_given_up,)),
    Step("report_unreachable", Words("报无法联系", "Report as unreachable"),         "7.1.9",  CASE, at("follow_up"),      "unreachable", CALLERS,
         facts=(f.REMARK,), guards=(*CALLER, g.enough_attempts_were_made), informs=("director",), delegable=True),
    Step("confirm_unreachable", Words("确认无法联系", "Confirm as unreachable"),     "7.1.9",  CASE, at("unreachable"),    "ordering",   CALLERS,
         facts=(f.REMARK,), guards=(g.unreachable_is_confirmed_by_another_person,), makes=(m.the_outcome_unreachable,)),
    Step("call_again",        Words("要求再回访", "Ask for more calls"),            "7.1.9",  CASE, at("unreachable"),    "follow_up",  CALLERS,
         facts=(f.REASON,), guards=(g.unreachable_is_confirmed_by_another_person,)),
    Step("ask_not_agreed",    Words("申请按未同意办结", "Ask to close as not agreed"), "7.1.9", CASE, at("passed_on"),      "approval",   DIRECTOR,
         facts=(f.REASON, f.ANSWER), guards=(g.resident_was_dissatisfied,), informs=("company",)),
    Step("approve_not_agreed", Words("核准未同意办结", "Approve: not agreed"),       "7.1.9",  CASE, at("approval"),       "ordering",   APPROVERS,
         facts=(f.REMARK,), guards=APPROVER,
         makes=(m.the_outcome_not_agreed, m.the_word_of_the_answer), informs=("asker",)),
    Step("refuse_not_agreed", Words("不予核准", "Refuse: handle again"),            "7.1.9",  CASE, at("approval"),       "passed_on",  APPROVERS,
         facts=(f.REASON,), guards=APPROVER, informs=("asker",)),
    Step("put_in_order",      Words("整理记录", "Put the records in order"),        "7.1.10", CASE, at("ordering"),       "ordered",    DIRECTOR,
         facts=(f.SHEETS, f.REMARK), guards=(g.no_word_is_left_untold, g.no_promise_is_left_open, nothing_is_owed_where_it_was_merged_from, v.every_voice_was_heard)),
    Step("hand_over",         Words("移交档案员", "Hand over to the archivist"),     "7.1.10", CASE, at("ordered"),        "handed_over", DIRECTOR,
         facts=(f.REMARK,), guards=(g.no_word_is_left_untold, g.no_promise_is_left_open), informs=("archivist",)),
    Step("archive",           Words("清点归档", "Count and archive"),               "7.1.10", CASE, at("handed_over"),    "archived",   ARCHIVIST,
         facts=(f.COUNTED, f.HOLDING), guards=(g.no_word_is_left_untold, g.no_promise_is_left_open),
         checks=(c.all_sheets_are_there,), makes=(m.the_holding,)),
    Step("return_records",    Words("退回补齐", "Return the records"),              "7.1.10", CASE, at("handed_over"),    "ordering",   ARCHIVIST,
         facts=(f.REASON,), informs=("director",)),
    Step("void",              Words("作废", "Void"),                               "7.1.8",  CASE, OPEN,                 "void",       DIRECTOR,
         facts=(f.REASON,), makes=(m.the_void, u.the_urges_lapsed)),
    # Notes: they neither move the case nor make a page stale.
    Step("note",              Words("补充说明", "Add a note"),                      "7.1.8",  CASE, OPEN,                 None,         EVERYBODY,
         facts=(f.NOTE,), binds=False),
    Step("identify",          Words("补登反映人", "Identify the speaker"),          "7.1.1",  CASE, OPEN,                 None,         DESK,
         facts=(f.KNOWN_SPEAKER, f.NAME, f.PHONE, f.RESIDENT, f.KNOWN_PLACE), guards=(g.speaker_is_not_on_the_register_yet,),
         makes=(m.the_word_now_owed, m.the_speaker_found), binds=False),
    Step("add_voice",         Words("加入附议", "Add a voice"),                     "7.1.1",  CASE, OPEN - {"ordered", "handed_over"}, None, DESK,
         facts=v.FACTS, checks=(c.word_was_said_before_it_was_recorded, c.resident_was_told_or_will_be_or_cannot_be, c.telling_lies_ahead),
         makes=(v.the_voice,), binds=False),
    Step("tell",              Words("告知住户", "Tell the resident"),               "7.1.1",  CASE, OPEN | AFTERWARDS,    None,         DESK,
         facts=(f.WORD, f.TELLING, f.CHANNEL, f.WHAT_WAS_TOLD), checks=(c.named_word_is_open, c.relayer_hears_what_became_of_it), makes=(m.the_end_of_the_word,), binds=False),
    Step("promise",           Words("作出承诺", "Promise"),                         "7.1.1",  CASE, OPEN,                 None,         DESK,
         facts=(f.NEW_PROMISE, f.NEW_PROMISE_BY), checks=(c.promised_time_lies_ahead,), makes=(m.the_promise,), binds=False),
    Step("close_promise",     Words("了结承诺", "Close a promise"),                 "7.1.1",  CASE, OPEN | AFTERWARDS,    None,         DESK,
         facts=(f.WHICH_PROMISE, f.PROMISE_END, f.REMARK), checks=(c.named_promise_is_open,), makes=(m.the_end_of_the_promise,), binds=False),
    Step("attach",            Words("添加附件", "Attach a file"),                   "7.1.8",  CASE, OPEN,                 None,         EVERYBODY,
         facts=(f.FILE_NAME, f.DIGEST), makes=(m.the_attachment,), binds=False),
    *mending.rows(OPEN, frozenset(state.name for state in LEG_STATES) - {"assigned"}),
    w.see_to(OPEN, EVERYBODY),
)

HANDED_ON = Mark("hand_on", state="withdrawn")
SPANS = (
    Span("record",    Words("登记", "Recording"),       "7.1.1",  CASE, (Mark("register"),),            (Mark("register"),), origin=(Mark("register"),)),
    Span("pass_on",   Words("传递", "Passing on"),      "7.1.5",  CASE, (Mark(enters="recorded"),),     (Mark(enters="passed_on"), Mark(enters="answered"))),
    Span("read",      Words("主任阅", "Reading"),       "7.1.6",  CASE, (Mark(enters="answered"),),     (Mark(enters="follow_up"), Mark(enters="ordering"), Mark(enters="passed_on"))),
    Span("dispatch",  Words("分派", "Dispatch"),        "7.1.6",  CASE, (Mark(enters="passed_on"),),    (Mark(enters="handling"), Mark(enters="approval"))),
    Span("tell",      Words("首次回话", "First word"),  "7.1.1",  CASE, (Mark("register", fact="told"), Mark("register", fact="tell_by")),
         (Mark("register", fact="told"), Mark("tell", fact="word", value=1)), origin=(Mark("register"),)),
    Span("accept",    Words("接单", "Accepting"),       "7.1.7",  LEG,  (Mark("dispatch"), Mark("add_leg"), Mark("reassign"), HANDED_ON), (Mark("accept"), Mark("decline"), Mark("reassign"), Mark("hand_on"))),
    Span("arrive",    Words("到场", "Arriving"),        "7.1.7",  LEG,  (Mark("accept"),),              (Mark("arrive"), Mark("report"), Mark("reassign"), Mark("hand_on"))),
    Span("result",    Words("处理并反馈", "Result"),    "7.1.7",  LEG,  (Mark("dispatch"), Mark("add_leg"), Mark("reassign"), HANDED_ON, Mark("return_report")), (Mark("report"), Mark("reassign"), HANDED_ON),
         origin=(Mark("register"), Mark(enters="passed_on", step="follow_up"), Mark(enters="passed_on", step="call_voice"), Mark(enters="passed_on", step="refuse_not_agreed")), pausable=True),
    Span("outside",   Words("答复转办单位", "Answering the outside order"), "7.1.7", CASE, (Mark("register", fact="outside_limit"),),
         (Mark(enters="follow_up"), Mark(enters="ordering")), origin=(Mark("register"),)),
    Span("reassign",  Words("改派", "Reassigning"),     "7.1.8",  LEG,  (Mark("decline"), Mark("hand_on", state="declined")), (Mark("reassign"),)),
    Span("review",    Words("审核反馈", "Review"),      "7.1.8",  LEG,  (Mark("report"),),              (Mark("accept_report"), Mark("return_report"))),
    Span("follow_up", Words("回访", "Follow-up"),       "7.1.9",  CASE, (Mark(enters="follow_up"),),    (Mark(enters="ordering"), Mark(enters="passed_on"), Mark(enters="unreachable")), pausable=True),
    Span("confirm",   Words("确认无法联系", "Confirming"), "7.1.9", CASE, (Mark(enters="unreachable"),), (Mark(enters="ordering"), Mark(enters="follow_up"))),
    Span("approve",   Words("公司核准", "Approval"),    "7.1.9",  CASE, (Mark(enters="approval"),),     (Mark(enters="ordering"), Mark(enters="passed_on"))),
    Span("file",      Words("整理移交", "Filing"),      "7.1.10", CASE, (Mark(enters="ordering"),),     (Mark(enters="handed_over"), Mark(enters="passed_on"))),
    Span("archive",   Words("接收归档", "Archiving"),   "7.1.10", CASE, (Mark(enters="handed_over"),),  (Mark(enters="archived"), Mark(enters="ordering"))),
)
# fmt: on

TABLE = Table(
    nature="other",
    words=Words("其他信息", "Other information"),
    form="KF1",
    form_clause="9.1",
    form_title=Words("服务中心客户信息记录表", "Service centre customer information record"),
    clause="7.1.5",
    states=STATES,
    leg_states=LEG_STATES,
    steps=STEPS,
    case_follows=CASE_FOLLOWS,
    spans=SPANS,
    by_clock=w.rows(SPANS, OPEN),
)
