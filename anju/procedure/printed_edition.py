"""The printed edition: its calendars, grades, categories, rules and retention."""

from __future__ import annotations

from collections.abc import Iterable

from .calendars import DAY_KIND_WORDS, Calendar, DayRule
from .editions import Edition
from .markdown import COLON, Row, bullets, heading, joined, table_of
from .natures import NATURES, TABLES
from .texts import TEXTS
from .windows import Windows, spoken_windows
from .words import Language, Words

TITLE = Words("版本 {name} 的设定", "Settings of edition {name}")
INTRO = Words(
    "各条款没有写时限、等级、比例和保存期；下面都是版本的设定，由综合管理部修改，案件始终按登记时的版本。",
    "The clauses name no limit, grade, share or retention. What follows are settings of the edition, changed "
    "by the company administration; a case keeps the edition it was opened under.",
)
CALENDARS = Words("日历", "Calendars")
CALENDAR_HEAD = Words("日历|平日|节假日|除夕|调休上班", "Calendar|Plain week|Holiday|Eve|Make-up workday")
GRADES = Words("等级", "Grades")
GRADE_HEAD = Words("性质|等级|办完后回访|书面答复", "Nature|Grade|Follow-up|Written answer")
LIMIT_HEAD = Words("时段|等级|时限|预警", "Span|Grade|Limit|Warning")
PAIR_HEAD = Words("项目|内容", "Item|Setting")
WORDING = Words("文字", "Texts")
CATEGORIES = Words("类别", "Categories")
RULES = Words("规则", "Rules")
RETENTION = Words("保存期", "Retention")
YEARS = Words("{years} 个整日历年", "{years} full calendar years")
AS_WEEKDAY = Words("同平日", "as any day")
WORKS_AS = Words("按{day}", "as {day}")
ALWAYS = Words("全天", "around the clock")
YES, NO = Words("是", "yes"), Words("否", "no")
DAYS = (
    Words("周一", "Mon"),
    Words("周二", "Tue"),
    Words("周三", "Wed"),
    Words("周四", "Thu"),
    Words("周五", "Fri"),
    Words("周六", "Sat"),
    Words("周日", "Sun"),
)
RULE_WORDS = {
    "backdating_hours": Words(
        "{n} 小时以前发生的，由主任补录并写原因",
        "What happened over {n} hours ago the director enters, with a reason",
    ),
    "late_entry_minutes": Words(
        "录入晚于发生 {n} 分钟以上的，记为补录",
        "Entered over {n} minutes after it happened counts as late entry",
    ),
    "attempts": Words("报无法联系前至少联系 {n} 次", "At least {n} attempts before a resident is reported unreachable"),
    "attempt_days": Words("其中至少在 {n} 个不同的日子", "... on at least {n} different days"),
    "attempt_parts": Words("其中至少在 {n} 个不同的时段", "... in at least {n} different parts of the day"),
    "delegation_days": Words("回访授权最长 {n} 天", "An authorisation to follow up lasts {n} days at most"),
    "tell_answer_hours": Words(
        "书面答复核准后 {n} 小时内告知住户", "An approved answer is told to the resident within {n} hours"
    ),
    "readback_percent": Words("当场办结的抽 {n}% 回访", "{n} % of what is answered on the spot is drawn for a call"),
    "readback_weekly": Words("每周至少抽 {n} 件", "At least {n} of them are called every week"),
    "silence_hours": Words("未结案件不超过 {n} 小时没有一句话", "No open case stays without a word for over {n} hours"),
    "hold_resident_days": Words("等住户最长挂起 {n} 天", "A hold for the resident lasts {n} days at most"),
    "hold_material_days": Words("等料最长挂起 {n} 天", "A hold for material lasts {n} days at most"),
    "hold_material_urgent_hours": Words(
        "全时等级的等料最长挂起 {n} 小时", "A hold for material of a round-the-clock grade lasts {n} hours at most"
    ),
    "hold_third_party_days": Words("等第三方最长挂起 {n} 天", "A hold for a third party lasts {n} days at most"),
    "hold_weather_days": Words("等天气最长挂起 {n} 天", "A hold for the weather lasts {n} days at most"),
    "hold_approval_days": Words(
        "等审批或维修资金最长挂起 {n} 天", "A hold for approval or the repair fund lasts {n} days at most"
    ),
    "rain_from_month": Words("等天气自 {n} 月起可以续挂", "A hold for the weather is renewed from month {n}"),
    "rain_to_month": Words("等天气到 {n} 月止可以续挂", "A hold for the weather is renewed to month {n}"),
    "extensions": Words("主任最多延期 {n} 次", "The director extends {n} times at most"),
    "extension_days": Words("主任每次延期不超过 {n} 天", "The director extends by {n} days at most each time"),
    "hand_on_hops": Words("第 {n} 次转出由主任定去处", "From hop {n} on the director decides where work goes"),
    "urge_answer_hours": Words("督办在 {n} 小时内书面答复", "An urge is answered in writing within {n} hours"),
    "urge_answer_hours_t": Words(
        "全时等级的督办在 {n} 小时内答复", "An urge of a round-the-clock grade is answered within {n} hours"
    ),
    "urges_a_month": Words(
        "一个部门一个月被督办 {n} 次起提示整改", "From {n} urges in a month on a department is to mend its ways"
    ),
    "repeat_days": Words(
        "同一处同一类在办结后 {n} 天内又反映的，记为重复",
        "The same place and class again within {n} days of its end is a repeat",
    ),
    "amend_hours": Words(
        "登记后 {n} 小时内且未分派的，前台可以更正",
        "The desk amends within {n} hours of recording, until it is dispatched",
    ),
    "take_back_hours": Words(
        "误办的步骤在录入后 {n} 小时内可以撤销", "A mistaken step is taken back within {n} hours of its entry"
    ),
    "escalation_director_minutes": Words(
        "到期后 {n} 分钟仍未办，升级到主任", "{n} minutes after the due time it goes up to the director"
    ),
    "escalation_company_days": Words(
        "到期后 {n} 个开放日仍未办，列入公司摘要", "{n} open days after the due time it enters the company's digest"
    ),
    "night_director_minutes": Words(
        "全时时段到期后 {n} 分钟，升级到主任",
        "Round the clock: {n} minutes after the due time it goes up to the director",
    ),
    "night_company_minutes": Words(
        "全时时段到期后 {n} 分钟，升级到公司值班",
        "Round the clock: {n} minutes after the due time it goes up to the company duty",
    ),
    "quiet_from": Words("员工免打扰自 {n} 起", "Staff are left in quiet from {n}"),
    "quiet_until": Words("员工免打扰至 {n} 止", "Staff are left in quiet until {n}"),
    "urge_company_days": Words(
        "督办逾期 {n} 个开放日未答复，报综合管理部",
        "An urge unanswered {n} open days past its due time goes to the company administration",
    ),
    "digest_at": Words("每日摘要在 {n} 发出", "Daily digests are sent at {n}"),
    "ending_days": Words(
        "任职、代理、授权到期前 {n} 天提醒", "Who holds a post or an authorisation hears {n} days before it ends"
    ),
    "list_of_days_month": Words(
        "自 {n} 月起，下一年的放假安排未录入就提醒综合管理部",
        "From month {n} on the company administration is reminded of next year's list of days",
    ),
    "backup_at": Words("每夜 {n} 备份", "The nightly backup is made at {n}"),
    "backup_daily": Words("保留最近 {n} 天的每日备份", "The backups of the last {n} days are kept"),
    "backup_weekly": Words("保留最近 {n} 周每周一份", "One backup of each of the last {n} weeks is kept"),
    "backup_monthly": Words("保留最近 {n} 个月每月一份", "One backup of each of the last {n} months is kept"),
}
CLOCK_RULES = frozenset({"quiet_from", "quiet_until", "digest_at", "backup_at"})  # a time of day, as 730


def printed(edition: Edition, language: Language) -> str:
    """The settings of the edition as Markdown."""
    calendars = (_calendar(calendar, language) for calendar in edition.calendars.values())
    parts = [
        heading(2, TITLE.say(language, name=edition.name)),
        INTRO.say(language),
        heading(3, CALENDARS.say(language)),
        table_of(CALENDAR_HEAD.say(language), calendars),
        heading(3, GRADES.say(language)),
        table_of(GRADE_HEAD.say(language), _grades(edition, language)),
        heading(3, CATEGORIES.say(language)),
        bullets(_categories(edition, language)),
        heading(3, RULES.say(language)),
        bullets(spoken_rule(name, number, language) for name, number in edition.rules.items()),
        heading(3, RETENTION.say(language)),
        bullets(_retention(edition, language)),
    ]
    return "\n\n".join(parts)


def tables(edition: Edition, language: Language) -> list[tuple[str, list[str], list[Row]]]:
    """The same as plain tables with title and head, limits and texts included: an edition on paper."""
    natures, rules = _natures(language), edition.rules
    found: list[tuple[Words, Words, list[Row]]] = [
        (CALENDARS, CALENDAR_HEAD, [_calendar(each, language) for each in edition.calendars.values()]),
        (GRADES, GRADE_HEAD, list(_grades(edition, language))),
    ]
    for name, table in TABLES.items():
        found += [(table.words, LIMIT_HEAD, list(_limits(edition, name, language)))]
    categories: list[Row] = [
        (natures[name], edition.path(name, each.code).say(language))
        for name in natures
        if name in edition.categories
        for each in edition.categories[name]
    ]
    said: list[Row] = [(spoken_rule(name, amount, language),) for name, amount in rules.items() if name in RULE_WORDS]
    kept: list[Row] = [(natures[name], YEARS.say(language, years=years)) for name, years in edition.retention.items()]
    texts: list[Row] = [(text.words.say(language), edition.text(name).say(language)) for name, text in TEXTS.items()]
    found += [
        (CATEGORIES, PAIR_HEAD, categories),
        (RULES, RULES, said),
        (RETENTION, PAIR_HEAD, kept),
        (WORDING, PAIR_HEAD, texts),
    ]
    return [(title.say(language), head.say(language).split("|"), rows) for title, head, rows in found]


def _limits(edition: Edition, nature: str, language: Language) -> Iterable[Row]:
    for span in TABLES[nature].spans:
        for grade in edition.grades[nature]:
            target = next((each for each in grade.targets if each.span == span.name), None)
            if target:
                yield (
                    span.words.say(language),
                    grade.words.say(language),
                    target.words.say(language),
                    f"{target.warn_percent}%",
                )


def spoken_rule(name: str, number: int, language: Language) -> str:
    """A rule with its number as people say it: a time of day as 07:30."""
    return RULE_WORDS[name].say(language, n=f"{number // 100:02}:{number % 100:02}" if name in CLOCK_RULES else number)


def _natures(language: Language) -> dict[str, str]:
    return {each.name: each.words.say(language) for each in NATURES}


def _calendar(calendar: Calendar, language: Language) -> Row:
    name = calendar.words.say(language)
    if calendar.always:
        return (name, *[ALWAYS.say(language)] * 4)
    days = (_rule(calendar.rule(kind), language) for kind in DAY_KIND_WORDS)
    return (name, _week(calendar.week, language), *days)


def _week(week: tuple[Windows, ...], language: Language) -> str:
    """Days with the same windows in one go: 周一-周五 09:00-17:30."""
    runs: list[tuple[int, int, Windows]] = []
    for day, windows in enumerate(week):
        if runs and runs[-1][2] == windows:
            runs[-1] = (runs[-1][0], day, windows)
        else:
            runs.append((day, day, windows))
    said = []
    for first, last, windows in runs:
        names = DAYS[first].say(language)
        names += f"-{DAYS[last].say(language)}" if last > first else ""
        said.append(f"{names} {spoken_windows(windows).say(language)}")
    return "<br/>".join(said)


def _rule(rule: DayRule, language: Language) -> str:
    if rule is None:
        return AS_WEEKDAY.say(language)
    if isinstance(rule, int):
        return WORKS_AS.say(language, day=DAYS[rule])
    return spoken_windows(rule).say(language)


def _grades(edition: Edition, language: Language) -> Iterable[Row]:
    natures = _natures(language)
    for name, grades in edition.grades.items():
        for grade in grades:
            marks = ((YES if mark else NO).say(language) for mark in (grade.follow_up, grade.written))
            yield (natures[name], grade.words.say(language), *marks)


def _categories(edition: Edition, language: Language) -> Iterable[str]:
    natures = _natures(language)
    for name, categories in edition.categories.items():
        yield f"{natures[name]}{COLON.say(language)}{joined((each.words for each in categories), language)}"


def _retention(edition: Edition, language: Language) -> Iterable[str]:
    natures = _natures(language)
    for name, years in edition.retention.items():
        yield f"{natures[name]}{COLON.say(language)}{YEARS.say(language, years=years)}"
