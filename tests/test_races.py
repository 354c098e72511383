"""Eight processes at once, with real commits: one step is taken once, one number given once, one key acts once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.house.running import anju, surroundings

PROCESSES, CASES = 8, 10
Answers = list[list[Any]]

pytestmark = pytest.mark.house


@dataclass(frozen=True, slots=True)
class Runner:
    """One process that does what it is told, line by line."""

    process: subprocess.Popen[str]

    def tell(self, *words: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()

    def said(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the runner ended; what it complained of stands above"
        return json.loads(line)


def runner(data: Path, settings: dict[str, str]) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "tests.racing"]
    return subprocess.Popen(command, env=surroundings(data, 0, **settings), stdin=pipe, stdout=pipe, text=True)


def together(runners: list[Runner], *words: str) -> Answers:
    """All at once; what each of them answered."""
    for each in runners:
        each.tell(*words)
    return [each.said() for each in runners]


def test_eight_processes_at_once_take_one_step_give_one_number_and_act_once_by_one_key(
    tmp_path: Path, migrated_database: dict[str, str]
) -> None:
    with ExitStack() as stack:
        runners = [Runner(stack.enter_context(runner(tmp_path, migrated_database))) for _ in range(PROCESSES)]
        assert [each.said() for each in runners] == ["ready"] * PROCESSES
        runners[0].tell("prepare", str(CASES))
        numbers = runners[0].said()
        one_step_is_taken_once(numbers, together(runners, "pass_on", *numbers))
        serials_have_no_gap_and_no_double(together(runners, "register", str(CASES)))
        again = [f"YL-KF1-202611-{serial:04}" for serial in range(CASES + 1, CASES + 6)]
        one_key_acts_once(again, together(runners, "same_step", "one-click", *again))
        one_form_registers_once(together(runners, "register", "2", "one-form-sent-often"))
        crosswise_one_merge_is_made(together(runners, "cross", again[0], again[1]))
        sheets = no_two_blocks_share_a_number(together(runners, "reserve", "2"))
        a_sheet_is_used_once(sheets[:6], together(runners, "enter", *sheets[:6]))
        together(runners, "hand_over")
        a_holding_is_given_once(together(runners, "keep", "YL-KF1-202611-绿化-0001"))
        one_draft_is_begun(together(runners, "draft"))
        one_edition_is_put_in_force(together(runners, "in_force"))
        runners[0].tell("at_work", "3")
        held = runners[0].said()
        a_hold_is_begun_and_ended_once(held, together(runners, "hold", *held), together(runners, "end_holds"))
        for each in runners:
            each.process.communicate(timeout=60)
    verified = anju("verify", data=tmp_path, **migrated_database)
    assert verified.returncode == 0, verified.stdout


def a_hold_is_begun_and_ended_once(numbers: list[str], begun: Answers, ended: list[Any]) -> None:
    for place, number in enumerate(numbers):
        outcomes = [each[place] for each in begun]
        assert outcomes.count({"number": number, "step": "hold"}) == 1
        assert outcomes.count("refused §7.1.8") == PROCESSES - 1
    assert max(ended) == len(numbers)


def a_holding_is_given_once(answers: Answers) -> None:
    refused = [answer for answer in answers if answer == ["refused §7.1.10"]]
    assert len(refused) == PROCESSES - 1


def one_draft_is_begun(answers: Answers) -> None:
    assert sorted(map(str, answers)) == sorted([str({"edition": "B/1"}), *["refused §2.0"] * (PROCESSES - 1)])


def one_edition_is_put_in_force(answers: Answers) -> None:
    changed, put, moved = (Counter(map(str, column)) for column in zip(*answers, strict=True))
    assert changed[str({"edition": "B/1"})] == 1
    assert sum(count for said, count in put.items() if "open_cases" in said) == 1
    assert sum(count for said, count in moved.items() if "cases" in said) == 1
    assert moved["refused §7.1.8"] == PROCESSES - 1


def crosswise_one_merge_is_made(answers: Answers) -> None:
    outcomes = [str(each) for answer in answers for each in answer]
    assert len([each for each in outcomes if "into" in each]) == 1
    assert outcomes.count("refused §7.1.8") == 2 * PROCESSES - 1


def no_two_blocks_share_a_number(answers: Answers) -> list[str]:
    sheets = [number for answer in answers for block in answer for number in block]
    assert len(set(sheets)) == len(sheets) == PROCESSES * 2 * 2
    serials = sorted(int(each[-4:]) for each in sheets)
    assert serials == list(range(serials[0], serials[0] + len(serials)))
    return sheets


def a_sheet_is_used_once(sheets: list[str], answers: Answers) -> None:
    """Entered by one clerk, or voided; all others are refused."""
    for place, sheet in enumerate(sheets):
        outcomes = [each for answer in answers for each in answer[2 * place : 2 * place + 2]]
        assert sum(isinstance(each, dict) for each in outcomes) == 1, sheet
        assert outcomes.count("refused §9.0") == 2 * PROCESSES - 1


def one_step_is_taken_once(numbers: list[str], answers: Answers) -> None:
    for place, number in enumerate(numbers):
        taken = [each[place] for each in answers if each[place] == {"number": number, "step": "pass_on"}]
        assert len(taken) == 1, number
    told = Counter(str(each) for answer in answers for each in answer)
    assert told["refused §7.1.5"] == (PROCESSES - 1) * CASES == 70


def serials_have_no_gap_and_no_double(answers: Answers) -> None:
    serials = sorted(int(each["number"].rsplit("-", 1)[1]) for answer in answers for each in answer)
    assert serials == list(range(CASES + 1, CASES + PROCESSES * CASES + 1))


def one_key_acts_once(numbers: list[str], answers: Answers) -> None:
    assert answers == [[{"number": number, "step": "pass_on"} for number in numbers]] * PROCESSES


def one_form_registers_once(answers: Answers) -> None:
    first = {"number": f"YL-KF1-202611-{CASES + PROCESSES * CASES + 1:04}"}
    assert answers == [[first, first]] * PROCESSES
