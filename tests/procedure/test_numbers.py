"""§9.0 — Numbers of sheets."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.procedure.clauses import CLAUSES, FORM_OF_CODE
from anju.procedure.numbers import LAST_SERIAL, Number, community_code, month_of
from anju.procedure.words import Refused

CODES = st.from_regex(r"[A-Z][A-Z0-9]{1,5}", fullmatch=True)
MONTHS = st.builds("{:04}{:02}".format, st.integers(2000, 2999), st.integers(1, 12))
NUMBERS = st.builds(Number, CODES, st.sampled_from(sorted(FORM_OF_CODE)), MONTHS, st.integers(1, LAST_SERIAL))


@given(NUMBERS)
def test_9_0_a_number_is_read_back_as_it_was_written(number: Number) -> None:
    assert Number.parse(str(number)) == number
    assert str(number).endswith(number.short.partition("-")[2])


@given(NUMBERS, NUMBERS)
def test_9_0_two_numbers_are_never_written_alike(one: Number, other: Number) -> None:
    assert (str(one) == str(other)) == (one == other)


@given(st.text(max_size=30) | st.from_regex(r"[A-Z]{2}-KF1-2026[0-9]{2}-[0-9]{3,6}", fullmatch=True))
def test_9_0_what_is_read_as_a_number_is_written_back_unchanged(text: str) -> None:
    try:
        assert str(Number.parse(text)) == text
    except Refused as refused:
        assert refused.clause in CLAUSES
        assert refused.field == "number"


def test_9_0_the_serial_has_four_digits_and_five_after_9999() -> None:
    assert str(Number("YL", "KF1", "202611", 63)) == "YL-KF1-202611-0063"
    assert str(Number("YL", "KF1", "202611", 9_999)) == "YL-KF1-202611-9999"
    assert str(Number("YL", "KF1", "202611", 10_000)) == "YL-KF1-202611-10000"
    assert Number("YL", "KF1", "202611", 63).short == "KF1-0063"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "YL-KF1-202611-63",
        "YL-KF1-202611-00063",
        "YL-KF1-202611-0000",
        "YL-KF1-202611-100000",
        "YL-KF1-202613-0063",
        "YL-KF1-20261-0063",
        "YL-KF9-202611-0063",
        "yl-KF1-202611-0063",
        "Y-KF1-202611-0063",
        "YL-KF1-202611-0063\n",
        "YL-KF1-202611-０063",
        "YL KF1 202611 0063",
    ],
)
def test_9_0_a_malformed_number_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Refused) as refused:
        Number.parse(text)
    assert refused.value.say("zh").endswith("。")
    assert refused.value.say("en").endswith(".")
    assert "{" not in refused.value.say("zh") + refused.value.say("en")


@given(CODES)
def test_9_0_a_community_code_that_keeps_the_rule_is_taken(code: str) -> None:
    assert community_code(code) == code


@pytest.mark.parametrize("code", ["", "Y", "YUNLING", "1Y", "yl", "Y-L", "云岭", "ＹＬ", "YL ", "YL\n"])
def test_9_0_a_community_code_that_breaks_the_rule_is_refused(code: str) -> None:
    with pytest.raises(Refused) as refused:
        community_code(code)
    assert refused.value.field == "code"


def test_9_0_the_month_is_that_of_the_entry_in_shanghai() -> None:
    assert month_of(datetime(2026, 11, 30, 15, 59, 59, tzinfo=UTC)) == "202611"
    assert month_of(datetime(2026, 11, 30, 16, 0, 0, tzinfo=UTC)) == "202612"
    with pytest.raises(ValueError, match="zone"):
        month_of(datetime(2026, 11, 30))  # noqa: DTZ001
