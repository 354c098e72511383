"""The procedure printed from the law in either language: clauses, duties, charts, step tables, settings."""

from __future__ import annotations

from collections.abc import Iterable

from . import mermaid, printed_edition, printed_escalation, printed_table
from .clauses import CLAUSES, FORMS, Clause
from .duties import DUTIES, LATER
from .editions import Edition
from .first_edition import FIRST_EDITION
from .flow_svg import flow_svg
from .markdown import COLON, Row, bullets, heading, joined, table_of
from .natures import TABLES
from .posts import Post
from .steps import Step
from .words import Language, Words

TITLE = Words("客户服务管理作业规程", "Customer service management: the procedure")
INTRO = Words(
    "本文由 `anju procedure` 印自系统执行的规则（版本 {edition}），不手工修改；规则与本文不一致时测试不通过。",
    "Printed by `anju procedure --language en` from the rules the system carries out (edition {edition}), "
    "never edited by hand; a test fails when rules and print disagree.",
)
CHART = Words("工作流程（§3.0）", "Workflow (§3.0)")
CLAUSE_TITLE = Words("条款", "Clauses")
CARRIED = Words("由步骤落实：{steps}", "Carried by the steps: {steps}")
COMING = Words("尚待落实：{reason}", "Still to come: {reason}")
DUTY_TITLE = Words("岗位与职责（§5.0）", "Posts and duties (§5.0)")
DUTY_HEAD = Words("条款|岗位|由何落实", "Clause|Posts|Carried by")
POST_HEAD = Words("岗位|条款|可办的步骤", "Post|Clause|Steps")
POST_TITLE = Words("各岗位可办的步骤", "The steps of each post")
FORM_TITLE = Words("质量记录（§9.0）", "Quality records (§9.0)")
FORM_HEAD = Words("条款|表号|名称|编号代码", "Clause|Form|Title|Code")


def document(language: Language, edition: Edition = FIRST_EDITION) -> str:
    """The whole procedure as Markdown."""
    parts = [
        heading(1, TITLE.say(language)),
        INTRO.say(language, edition=edition.name),
        heading(2, CHART.say(language)),
        mermaid.workflow(TABLES, language),
        heading(2, CLAUSE_TITLE.say(language)),
        *(_clause(each, language) for each in CLAUSES.values()),
        heading(2, DUTY_TITLE.say(language)),
        table_of(DUTY_HEAD.say(language), _duties(language)),
        heading(3, POST_TITLE.say(language)),
        table_of(POST_HEAD.say(language), _posts(language)),
        *(printed_table.printed(table, edition, language) for table in TABLES.values()),
        printed_escalation.printed(TABLES.values(), edition, language),
        printed_edition.printed(edition, language),
        heading(2, FORM_TITLE.say(language)),
        table_of(FORM_HEAD.say(language), _forms(language)),
    ]
    return "\n\n".join(parts) + "\n"


def drawing(nature: str, language: Language) -> str:
    """The flow chart of one nature as an SVG file; KeyError for a nature without a step table."""
    return flow_svg(TABLES[nature], language) + "\n"


def steps_of(number: str) -> tuple[Step, ...]:
    """The steps that carry a clause, in the order of the tables."""
    return tuple(step for table in TABLES.values() for step in table.steps if step.clause == number)


def _clause(clause: Clause, language: Language) -> str:
    text = clause.obligation.say(language)
    if clause.depth == 1:
        return f"{heading(3, f'{clause.number} {clause.title.say(language)}')}\n\n{text}"
    lines = [f"**{clause.number} {clause.title.say(language)}**{COLON.say(language)}{text}"]
    steps = steps_of(clause.number)
    if steps:
        lines.append(CARRIED.say(language, steps=joined((step.words for step in steps), language)))
    lines += [COMING.say(language, reason=later.reason) for later in LATER if later.clause == clause.number]
    return f"{lines[0]}\n\n{bullets(lines[1:])}" if lines[1:] else lines[0]


def _duties(language: Language) -> Iterable[Row]:
    for duty in DUTIES:
        title = CLAUSES[duty.clause].title.say(language)
        carried = " ".join(f"§{number}" for number in duty.carried_by)
        yield (f"{duty.clause} {title}", joined((post.words for post in duty.posts), language), carried)


def _posts(language: Language) -> Iterable[Row]:
    """Which post takes which step under which clause: read off the step tables."""
    for post in Post:
        for number in CLAUSES:
            steps = [step.words for step in steps_of(number) if post in step.posts]
            if steps:
                yield (post.words.say(language), f"§{number}", joined(steps, language))


def _forms(language: Language) -> Iterable[Row]:
    for form in FORMS:
        sheet = form.number.say(language) if form.number else ""
        yield (f"§{form.clause}", sheet, form.title.say(language), form.code)
