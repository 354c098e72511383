"""Clause, code and print agree: what is printed is current, and every clause that anything cites exists."""

import ast
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from anju.procedure import guard_sentences, printed_edition
from anju.procedure.chart import entered
from anju.procedure.clauses import CLAUSES, FORM_OF_CODE, FORMS, clause
from anju.procedure.duties import DUTIES, LATER
from anju.procedure.first_edition import FIRST_EDITION
from anju.procedure.natures import NATURES, TABLES
from anju.procedure.posts import Post
from anju.procedure.printing import document, drawing, steps_of
from anju.procedure.steps import Mark, Step, Subject, Table
from anju.procedure.words import Language, Words

HOUSE = Path(__file__).parents[2]
LAW = HOUSE / "anju" / "procedure"
SOURCES = sorted([*(HOUSE / "anju").rglob("*.py"), *(HOUSE / "anju").rglob("*.html")])
CITED = re.compile(r"§(\d+(?:\.\d+)+)")
NAMED = re.compile(r"\b([1-9]\.\d+(?:\.\d+)?)\b")
CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")
EXPECTED = [
    *("1.0", "2.0", "3.0", "4.0", "4.1", "4.2", "5.0", "5.1"),
    *(f"5.1.{number}" for number in range(1, 9)),
    *("5.2", "5.2.1", "5.2.2", "5.2.3", "6.0"),
    *(f"6.1.{number}" for number in range(1, 7)),
    *("7.0", "7.1"),
    *(f"7.1.{number}" for number in range(1, 12)),
    *("7.2", "7.2.1", "7.2.2", "8.0", "8.1", "8.2", "9.0"),
    *(f"9.{number}" for number in range(1, 8)),
]
TABLE_LIST = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)


def words_of_the_law() -> Iterator[tuple[str, str, str]]:
    """Every `Words(zh, en)` written in the law: where, Chinese, English."""
    for path in sorted(LAW.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Words":
                said = [each.value for each in node.args if isinstance(each, ast.Constant)]
                if len(said) == 2:
                    yield f"{path.name}:{node.lineno}", str(said[0]), str(said[1])


def states(table: Table, step: Step) -> set[str]:
    return {state.name for state in (table.states if step.subject is Subject.CASE else table.leg_states)}


@pytest.mark.parametrize(("name", "language"), [("procedure.md", "zh"), ("procedure.en.md", "en")])
def test_3_0_the_printed_procedure_is_current(name: str, language: Language) -> None:
    printed = (HOUSE / "docs" / name).read_text(encoding="utf-8")
    assert printed == document(language), (
        f"docs/{name} is not what the rules say; print it anew: anju procedure --language {language} > docs/{name}"
    )


def test_1_0_every_clause_of_the_procedure_is_there_in_its_order() -> None:
    assert list(CLAUSES) == EXPECTED
    assert all(each.number == number for number, each in CLAUSES.items())
    assert clause("§7.1.6") is clause("7.1.6")


def test_1_0_every_clause_hangs_under_one_that_exists() -> None:
    for each in CLAUSES.values():
        assert (each.parent == "") == each.number.endswith(".0")
        assert each.parent == "" or CLAUSES[each.parent].depth < each.depth
    assert (CLAUSES["6.1.1"].parent, CLAUSES["7.1.9"].parent, CLAUSES["9.1"].parent) == ("6.0", "7.1", "9.0")


def test_1_0_every_clause_cited_anywhere_exists() -> None:
    unknown = [
        f"{path.relative_to(HOUSE)}: §{number}"
        for path in SOURCES
        for number in CITED.findall(path.read_text(encoding="utf-8"))
        if number not in CLAUSES
    ]
    assert not unknown


def test_1_0_every_refusal_cites_a_clause_that_exists() -> None:
    """`Refused("7.1.6", ...)` anywhere, and every constant of the law called CLAUSE."""
    found: dict[str, str] = {}
    for path in SOURCES:
        if path.suffix != ".py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="Refused"), args=[ast.Constant(value=str(number)), *_]):
                    found[f"{path.name}:{node.lineno}"] = number
                case ast.Assign(targets=[ast.Name(id="CLAUSE")], value=ast.Constant(value=str(number))):
                    found[f"{path.name}:{node.lineno}"] = number
    assert found
    assert {place: number for place, number in found.items() if number not in CLAUSES} == {}


def test_1_0_a_clause_that_names_another_names_one_that_exists() -> None:
    for each in CLAUSES.values():
        for words in (each.obligation.zh, each.obligation.en):
            assert set(NAMED.findall(words)) <= set(CLAUSES)


@TABLE_LIST
def test_7_0_every_row_of_a_step_table_stands_under_a_clause_that_exists(table: Table) -> None:
    assert {table.clause, table.form_clause} <= set(CLAUSES)
    assert {step.clause for step in table.steps} <= set(CLAUSES)
    assert {span.clause for span in table.spans} <= set(CLAUSES)


@TABLE_LIST
def test_7_0_every_row_leaves_and_enters_states_that_exist(table: Table) -> None:
    for step in table.steps:
        known = states(table, step)
        assert step.leaves | set(entered(step)) <= known, step.name
    assert {branch.enters for branch in table.case_follows} <= {state.name for state in table.states}


@TABLE_LIST
def test_7_0_every_span_and_every_limit_is_about_acts_that_exist(table: Table) -> None:
    names, known = {step.name for step in table.steps}, {state.name for state in table.states}
    marks: list[Mark] = [mark for span in table.spans for mark in (*span.starts, *span.stops, *span.origin)]
    assert {mark.step for mark in marks if mark.step} <= names
    assert {mark.enters for mark in marks if mark.enters} <= known
    limited = {target.span for grade in FIRST_EDITION.grades[table.nature] for target in grade.targets}
    stated = {"outside"}  # the limit of an outside order stands on the order
    assert limited == {span.name for span in table.spans} - stated


@TABLE_LIST
def test_7_0_every_condition_of_a_step_is_a_sentence_in_both_languages(table: Table) -> None:
    used = {guard.__name__ for step in table.steps for guard in (*step.guards, *step.checks)}
    assert used <= set(guard_sentences.SENTENCES)


def test_7_0_no_sentence_is_left_of_a_condition_that_is_gone() -> None:
    used = {
        guard.__name__ for table in TABLES.values() for step in table.steps for guard in (*step.guards, *step.checks)
    }
    assert set(guard_sentences.SENTENCES) == used


def test_7_0_every_rule_of_the_edition_is_a_sentence() -> None:
    assert set(FIRST_EDITION.rules) == set(printed_edition.RULE_WORDS)


def test_7_1_every_clause_that_obliges_is_carried_by_a_step_or_named_as_still_to_come() -> None:
    later = {each.clause for each in LATER}
    obliging = [number for number, each in CLAUSES.items() if each.parent in ("7.1", "7.2", "8.0")]
    carried = {number for number in obliging if steps_of(number)}
    assert set(obliging) == carried | later
    assert not carried & later, "carried now: take it off the list of what is to come"


def test_7_1_what_is_to_come_gives_its_reason_and_its_chapter() -> None:
    for each in LATER:
        assert each.reason.zh.endswith("。") and each.reason.en.endswith(".")
        assert re.fullmatch(r"[a-z_]+", each.chapter)


def test_5_0_every_duty_is_of_posts_that_take_its_steps() -> None:
    assert [duty.clause for duty in DUTIES] == [
        each.number for each in CLAUSES.values() if each.parent in ("5.1", "5.2")
    ]
    for duty in DUTIES:
        assert set(duty.carried_by) <= set(CLAUSES)
        for number in duty.carried_by:
            takers = {post for step in steps_of(number) for post in step.posts}
            assert not takers or takers & set(duty.posts), f"§{duty.clause} by §{number}"


def test_5_0_the_system_administrator_takes_no_step_of_the_procedure() -> None:
    assert not [step for table in TABLES.values() for step in table.steps if Post.ADMINISTRATOR in step.posts]


def test_9_0_every_form_is_a_clause_of_chapter_9_under_its_own_title() -> None:
    assert [form.clause for form in FORMS] == [number for number in CLAUSES if re.fullmatch(r"9\.[1-9]", number)]
    assert set(FORM_OF_CODE) == {"KF1", "YC1", "YC2", "BX1", "TS1", "TS4"}
    for form in FORMS:
        assert form.title == CLAUSES[form.clause].title
        assert form.number is None or form.number.zh in CLAUSES[form.clause].obligation.zh


def test_9_0_every_nature_is_kept_on_a_form_that_exists() -> None:
    assert {each.form for each in NATURES} <= set(FORM_OF_CODE)
    assert {each.clause for each in NATURES} <= set(CLAUSES)
    for table in TABLES.values():
        form = FORM_OF_CODE[table.form]
        assert table.form_clause == form.clause
        assert (table.form_title.zh, table.form_title.en.lower()) == (form.title.zh, form.title.en.lower())


def test_everything_the_law_says_is_said_in_both_languages() -> None:
    said = list(words_of_the_law())
    assert len(said) > 300
    for place, zh, en in said:
        assert bool(zh.strip()) == bool(en.strip()), place
        assert not CHINESE.search(en), f"{place}: Chinese in the English words {en!r}"
        assert set(re.findall(r"{(\w+)}", zh)) == set(re.findall(r"{(\w+)}", en)), place


def words_of_table(table: Table) -> Iterator[Words]:
    for state in (*table.states, *table.leg_states):
        yield state.words
    for span in table.spans:
        yield span.words
    for step in table.steps:
        yield step.words
        yield from (fact.words for fact in step.facts)
        yield from (post.words for post in step.posts)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_3_0_the_print_names_every_step_every_state_every_fact_and_every_post(language: Language) -> None:
    text = document(language)
    for table in TABLES.values():
        assert [each for each in words_of_table(table) if each.say(language) not in text] == []
    assert language == "zh" or not CHINESE.search(text)


def test_3_0_the_print_holds_tables_whose_rows_are_whole() -> None:
    for block in re.findall(r"(?:^\|.*\n)+", document("zh"), re.MULTILINE):
        lines = block.splitlines()
        assert len({line.count("|") for line in lines}) == 1
        assert all(line.endswith("|") for line in lines)


def test_the_procedure_prints_itself_with_the_standard_library_alone() -> None:
    arguments = [sys.executable, "-I", "-S", "-c", "import sys; sys.path.insert(0, sys.argv.pop(1)); import runpy; "
                 "runpy.run_module('anju.procedure', run_name='__main__')", str(HOUSE)]  # fmt: skip
    for language in ("zh", "en"):
        done = subprocess.run([*arguments, "--language", language], capture_output=True, check=True, timeout=60)
        assert done.stdout.decode() == document("en" if language == "en" else "zh")
    done = subprocess.run([*arguments, "--svg"], capture_output=True, check=True, timeout=60)
    assert done.stdout.decode() == drawing("other", "zh")


def test_the_command_prints_the_same_and_asks_no_database() -> None:
    from django.core.management import call_command

    out = io.StringIO()
    call_command("procedure", "--language", "en", stdout=out)
    assert out.getvalue() == document("en")
