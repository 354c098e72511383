"""Edition B/0, in force from installation: what a company accepts on its first day. Every number may be edited.

The shipped limits of review, reassignment, confirmation and approval are ours: the clauses oblige a director
to see to the feedback "in time", and a state without a limit would be a place to forget a case in.
"""

from __future__ import annotations

from datetime import time

from .calendars import CALLS, CENTRE, COMPANY, ROUND_THE_CLOCK
from .deadlines import Target, Unit
from .editions import Category, Edition, Grade
from .words import Words

A, T, G = "A", "T", "G"
AT_ONCE = 5  # minutes: the shortest time a person needs to do it and say so
MORNING = time(10, 0)


def minutes(span: str, amount: int, calendar: str = A) -> Target:
    return Target(span, amount, Unit.MINUTES, calendar)


def hours(span: str, amount: int, calendar: str = A) -> Target:
    return Target(span, amount * 60, Unit.MINUTES, calendar)


def days(span: str, amount: int, calendar: str = A) -> Target:
    return Target(span, amount, Unit.DAYS, calendar)


RECORD = Target("record", 10, Unit.MINUTES, A, closed_until=MORNING)
AFTERWARDS = (
    days("read", 1),
    days("review", 1),
    hours("reassign", 2),
    days("confirm", 1),
    Target("approve", 1, Unit.WORKDAYS, G),
    days("file", 7),
    days("archive", 3),
)
ORDINARY = (RECORD, hours("pass_on", 2), hours("dispatch", 4), *AFTERWARDS)
PRESSING = (RECORD, minutes("pass_on", 30), hours("dispatch", 2), *AFTERWARDS)

OTHER_GRADES = (
    Grade("consult", Words("咨询", "Enquiry"), follow_up=True, on_the_spot=True, targets=(
        *ORDINARY, hours("accept", 2), days("result", 1), minutes("tell", AT_ONCE, T), days("follow_up", 3))),
    Grade("suggestion", Words("建议", "Suggestion"), follow_up=True, targets=(
        *ORDINARY, hours("accept", 2), days("result", 7), hours("tell", 24, T), days("follow_up", 3))),
    Grade("inquiry", Words("质询", "Formal query"), follow_up=True, written=True, targets=(
        *PRESSING, hours("accept", 2), days("result", 3), hours("tell", 24, T), days("follow_up", 3))),
    Grade("help", Words("求助（人身）", "Call for help"), follow_up=True, targets=(
        minutes("record", AT_ONCE, T), minutes("pass_on", 15, T), minutes("dispatch", AT_ONCE, T),
        minutes("accept", 5, T), minutes("arrive", 15, T), hours("result", 24, T), minutes("tell", AT_ONCE, T),
        hours("follow_up", 24, T), *AFTERWARDS)),
    Grade("report", Words("举报", "Report of a breach"), follow_up=True, targets=(
        *PRESSING, hours("accept", 1), Target("arrive", 0, Unit.SAME_DAY, A), days("result", 3),
        hours("tell", 24, T), days("follow_up", 3))),
    Grade("coordination", Words("外部协调", "Outside coordination"), follow_up=True, targets=(
        *ORDINARY, days("result", 3), hours("tell", 24, T), days("follow_up", 3))),
    Grade("praise", Words("表扬", "Praise"), follow_up=False, on_the_spot=True, targets=(
        RECORD, days("pass_on", 1), days("dispatch", 1), days("read", 1), days("review", 1), hours("reassign", 2),
        Target("file", 0, Unit.MONTH_END, A), days("archive", 3))),
)  # fmt: skip

OTHER_CATEGORIES = (
    Category("service", Words("客户服务", "Customer service")),
    Category("engineering", Words("工程设施", "Facilities")),
    Category("order", Words("秩序与停车", "Order and parking")),
    Category("environment", Words("环境卫生", "Cleanliness")),
    Category("green", Words("绿化", "Greenery")),
    Category("charges", Words("收费与票据", "Charges and receipts")),
    Category("decoration", Words("装修与违建", "Decoration and illegal building")),
    Category("neighbours", Words("邻里", "Neighbours")),
    Category("community", Words("社区活动与办理", "Community matters")),
    Category("unsure", Words("不确定", "Not sure")),
)

RULES = {
    "backdating_hours": 72,
    "late_entry_minutes": 30,
    "attempts": 3,
    "attempt_days": 2,
    "attempt_parts": 2,
    "delegation_days": 90,
    "tell_answer_hours": 24,
    "readback_percent": 10,
    "readback_weekly": 2,
    "silence_hours": 72,
    "hold_resident_days": 3,
    "hold_material_days": 3,
    "hold_material_urgent_hours": 24,
    "hold_third_party_days": 7,
    "hold_weather_days": 15,
    "hold_approval_days": 30,
    "rain_from_month": 5,
    "rain_to_month": 10,
    "extensions": 2,
    "extension_days": 7,
    "hand_on_hops": 3,
    "urge_answer_hours": 4,
    "urge_answer_hours_t": 1,
    "urges_a_month": 3,
    "repeat_days": 30,
    "amend_hours": 12,
    "take_back_hours": 24,
    "escalation_director_minutes": 120,
    "escalation_company_days": 1,
    "night_director_minutes": 10,
    "night_company_minutes": 20,
    "quiet_from": 2100,
    "quiet_until": 730,
    "urge_company_days": 1,
    "digest_at": 800,
    "ending_days": 7,
    "list_of_days_month": 11,
    "backup_at": 230,
    "backup_daily": 7,
    "backup_weekly": 4,
    "backup_monthly": 12,
}

FIRST_EDITION = Edition(
    name="B/0",
    calendars={A: CENTRE, T: ROUND_THE_CLOCK, G: COMPANY, "CALLS": CALLS},
    grades={"other": OTHER_GRADES},
    categories={"other": OTHER_CATEGORIES},
    rules=RULES,
    retention={"other": 3},
)
