"""§7.1.8 — The rows of supervision: hold and resume, extend, urge and answer, hand on. Every nature with legs has them."""

from __future__ import annotations

# ruff: noqa: E501 - one row of a table is one line
from . import checks as c
from . import extending as e
from . import facts as f
from . import guards as g
from . import handing_on as o
from . import holds as h
from . import legs as l
from . import urges as u
from .posts import Post
from .steps import Step, Subject
from .words import Words

DIRECTOR = frozenset({Post.DIRECTOR})
CREW = frozenset({Post.HANDLER, Post.FOREMAN})
HANDLERS = CREW | DIRECTOR
APPROVERS = frozenset({Post.COMPANY, Post.EXECUTIVE})
NOBODY: frozenset[Post] = frozenset()
LEG = Subject.LEG
TAKEN_ON = frozenset({"working", "on_site"})
AT_WORK = TAKEN_ON | {"assigned", "held"}
HELD = frozenset({"held"})
OWN_LEG = (g.leg_is_of_the_actors_department,)
ASKING = (*OWN_LEG, l.nothing_is_asked_yet)
APPROVER = (
    e.an_extension_waits_for_the_company,
    g.company_is_not_of_this_centre,
    e.approver_of_the_extension_is_another_person,
)
HOLD_CHECKS = (
    h.the_director_renews_a_hold,
    h.weather_is_waited_for_again_in_the_rainy_months_only,
    h.hold_ends_within_the_limit_of_its_reason,
)
ONE_DEPARTMENT = (c.exactly_one_department_takes_over, c.each_department_has_one_live_leg)

# fmt: off
ROWS = (
    #    name                 words                                              clause    subject  leaves                enters        by
    Step("hold",              Words("挂起", "Put on hold"),                         "7.1.8",  LEG,  TAKEN_ON,             "held",       HANDLERS,
         facts=(h.HOLD_FOR, h.HOLD_UNTIL, f.REMARK), guards=OWN_LEG, fills=(h.the_hold_as_long_as_its_reason_allows,),
         checks=HOLD_CHECKS, makes=(h.the_hold, l.the_request_decided), informs=("director",)),
    Step("renew_hold",        Words("续挂", "Renew the hold"),                      "7.1.8",  LEG,  HELD,                 None,         DIRECTOR,
         facts=(h.RENEWED_FOR, h.HOLD_UNTIL, f.REASON), fills=(h.the_hold_as_long_as_its_reason_allows,),
         checks=HOLD_CHECKS, makes=(h.the_hold, l.the_request_decided), informs=("handlers",)),
    Step("resume",            Words("恢复办理", "Resume"),                          "7.1.8",  LEG,  HELD,                 "working",    HANDLERS,
         facts=(f.REMARK,), guards=OWN_LEG, makes=(l.the_leg_at_rest,), informs=("handlers",)),
    Step("end_hold",          Words("挂起到期", "Hold has run out"),                "7.1.8",  LEG,  HELD,                 "working",    NOBODY,
         guards=(h.the_hold_has_run_out,), makes=(l.the_leg_at_rest,), informs=("handlers", "director"), binds=False, by_system=True),
    Step("ask_hold",          Words("申请挂起", "Ask for a hold"),                  "7.1.8",  LEG,  TAKEN_ON | HELD,      None,         CREW,
         facts=h.ASKING, guards=ASKING, fills=(h.the_hold_as_long_as_its_reason_allows,), checks=(h.hold_ends_within_the_limit_of_its_reason,),
         makes=(h.the_request_for_a_hold,), informs=("director",)),
    Step("extend",            Words("延期", "Extend"),                              "7.1.8",  LEG,  AT_WORK,              None,         DIRECTOR,
         facts=e.FACTS, checks=(e.new_limit_lies_beyond_the_present_one, e.extension_is_the_directors_to_grant),
         makes=(l.the_request_decided,), informs=("handlers",)),
    Step("ask_extension",     Words("申请延期", "Ask for an extension"),            "7.1.8",  LEG,  AT_WORK,              None,         CREW,
         facts=e.FACTS, guards=ASKING, checks=(e.new_limit_lies_beyond_the_present_one,), makes=(e.the_request_for_an_extension,), informs=("director",)),
    Step("refuse_request",    Words("不同意申请", "Refuse the request"),            "7.1.8",  LEG,  AT_WORK,              None,         DIRECTOR,
         facts=(f.REASON,), guards=(l.a_request_waits_for_the_director,), makes=(l.the_request_decided,), informs=("handlers",)),
    Step("submit_extension",  Words("报批延期", "Submit an extension"),             "7.1.8",  LEG,  AT_WORK,              None,         DIRECTOR,
         facts=e.FACTS, checks=(e.new_limit_lies_beyond_the_present_one,), makes=(e.the_extension_submitted,), informs=("company",)),
    Step("approve_extension", Words("核准延期", "Approve the extension"),           "7.1.8",  LEG,  AT_WORK,              None,         APPROVERS,
         facts=e.APPROVAL_FACTS, guards=APPROVER, fills=(e.the_extension_as_submitted,), checks=(e.new_limit_lies_beyond_the_present_one,),
         makes=(l.the_request_decided,), informs=("handlers", "director")),
    Step("refuse_extension",  Words("不予延期", "Refuse the extension"),            "7.1.8",  LEG,  AT_WORK,              None,         APPROVERS,
         facts=(f.REASON,), guards=APPROVER, makes=(l.the_request_decided,), informs=("director",)),
    Step("hand_on",           Words("转出", "Hand on"),                             "7.1.8",  LEG,  AT_WORK - HELD,       o.TO_WHOM,    CREW,
         facts=(f.DEPARTMENTS, f.REASON), guards=OWN_LEG, checks=ONE_DEPARTMENT,
         makes=(o.the_leg_of_the_department_named, l.the_leg_at_rest, u.the_urges_lapsed), informs=("handlers", "director")),
    # Urges: they neither move the work nor make a page stale.
    Step("urge",              Words("督办", "Urge"),                                "7.1.8",  LEG,  AT_WORK,              None,         DIRECTOR,
         facts=(u.URGING,), makes=(u.the_urge,), informs=("handlers",), binds=False),
    Step("answer_urge",       Words("答复督办", "Answer the urge"),                 "7.1.8",  LEG,  AT_WORK,              None,         CREW,
         facts=(u.WHICH_URGE, u.URGE_ANSWER), guards=(*OWN_LEG, u.an_urge_waits_for_its_answer), checks=(u.named_urge_is_of_this_work,),
         makes=(u.the_answer_to_the_urge,), informs=("director",), binds=False),
)
# fmt: on
