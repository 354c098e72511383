"""The printed ladder (§7.1.8): who hears when, per kind of calendar, and whose duty each span is."""

from __future__ import annotations

from collections.abc import Iterable

from .editions import Edition
from .escalation import ABOVE, DIRECTOR, DUTY_OF, ROUND_THE_CLOCK, SILENCE_LADDER, URGE_LADDER, WORKING, Rung
from .markdown import Row, bullets, heading, joined, table_of
from .posts import Post
from .steps import Table
from .watching import OTHER_SPANS, RUNG_WORDS
from .words import Language, Words

TITLE = Words("预警与升级（§7.1.8）", "Warnings and escalation (§7.1.8)")
INTRO = Words(
    "每一轮时段的每一级最多通知一次，记入日志；时钟停走、漏走、倒走都不补发、不重发、不撤回。漏走之后，工作时段只通知已到的最高一级，"
    "其余补记；全时时段沿途的人都通知。",
    "Each rung of each round of a span is sent at most once and entered in the journal, whatever the clock did: "
    "nothing is sent twice, nothing retracted. After missed ticks a working-hours span tells only whom its highest "
    "rung names and enters the others; round the clock everybody on the way is told.",
)
LADDERS = (
    (Words("工作时段的时段", "Spans on working hours"), WORKING),
    (Words("全时的时段", "Spans round the clock"), ROUND_THE_CLOCK),
    (OTHER_SPANS["silence"], SILENCE_LADDER),
    (OTHER_SPANS["urge"], URGE_LADDER),
)
HEAD = Words("何时|通知谁|记为|怎样", "When|Who is told|Entered as|How")
BEFORE = Words("走完时限的预警份额（各时限自定，通常 80%）", "at the share of the limit it names, usually 80 %")
AT_ONCE = Words("到期", "when due")
LATER = Words("到期后 {n} {unit}", "{n} {unit} after the due time")
MINUTES, OPEN_DAYS = Words("分钟", "minutes"), Words("个开放日", "open days")
PERSONAL = Words("逐人通知", "each is told")
DIGEST = Words("记入日志，次日早上列入公司摘要", "entered, and read in the company's digest of the next morning")
RINGS = Words("逐人通知，并在前台响铃，直到有人接手", "each is told, and it rings at the desk until somebody takes it")
RULES = Words("规则", "Rules")
NOTES = (
    Words(
        "各级按时段自己的日历计。员工免打扰的时间只约束工作时段：落在里面的等到免打扰结束；全时时段任何时间都发。",
        "Rungs are counted on the calendar of their span. The quiet hours of staff bind spans on working hours only: "
        "what falls into them waits for their end; spans round the clock are sent at any hour.",
    ),
    Words(
        "责任人：承办部门的时段是指定的处理人，没有指定或不在岗的是班长和本部门处理人；其他时段见下表。班长只有承办部门的时段才有。",
        "Responsible: for the work of a department the handler named, else its foreman and handlers; for other spans "
        "see below. Only the work of a department has a foreman.",
    ),
    Words(
        "不在岗的不通知：主任不在由代理主任接，其他人由登记的代理人接；值班经理和公司值班按值班表。找不到人就通知上一级，并写明缺谁（主任之上，全时时段是公司值班，工作时段是综合管理部）：",
        "Nobody absent is told: a director's stand-in takes his place, others' whoever is recorded for them; duty "
        "managers and company duty go by the roster. Where nobody is found it goes one rung up and says who is missing "
        "(from the director round the clock to the company duty, else to the company administration): ",
    ),
)
DUTY_TITLE = Words("谁的责任", "Whose duty")
DUTY_HEAD = Words("时段|责任人", "Span|Responsible")
UP = Words("{role} → {above}", "{role} → {above}")


def printed(tables: Iterable[Table], edition: Edition, language: Language) -> str:
    """The ladders as Markdown."""
    up = "；" if language == "zh" else "; "
    ways = up.join(UP.say(language, role=role.words, above=above.words) for role, above in ABOVE.items())
    notes = [each.say(language) for each in NOTES]
    parts = [heading(2, TITLE.say(language)), INTRO.say(language)]
    for words, ladder in LADDERS:
        parts += [heading(3, words.say(language)), table_of(HEAD.say(language), _rungs(ladder, edition, language))]
    parts += [heading(3, RULES.say(language)), bullets([*notes[:-1], notes[-1] + ways])]
    parts += [heading(3, DUTY_TITLE.say(language)), table_of(DUTY_HEAD.say(language), _duties(tables, language))]
    return "\n\n".join(parts)


def _rungs(ladder: tuple[Rung, ...], edition: Edition, language: Language) -> Iterable[Row]:
    for rung in ladder:
        yield (
            _when(rung, edition).say(language),
            joined((role.words for role in rung.roles), language),
            RUNG_WORDS[rung.name].say(language),
            (DIGEST if rung.digest else RINGS if rung.rings else PERSONAL).say(language),
        )


def _when(rung: Rung, edition: Edition) -> Words:
    if rung.warns:
        return BEFORE
    if not rung.after:
        return AT_ONCE
    unit = OPEN_DAYS if rung.after.endswith("_days") else MINUTES
    values = {"n": edition.rules[rung.after], "unit": unit}
    return Words(LATER.say("zh", **values), LATER.say("en", **values))


def _duties(tables: Iterable[Table], language: Language) -> Iterable[Row]:
    named = {span.name: span.words for table in tables for span in table.spans} | OTHER_SPANS
    for name, words in named.items():
        posts = DUTY_OF.get(name, DIRECTOR)
        yield (words.say(language), joined((post.words for post in Post if post in posts), language))
