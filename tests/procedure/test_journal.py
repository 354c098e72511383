"""The chain: its canonical form, its digests, and the published vectors computed independently."""

import hashlib
import hmac
import json
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.procedure import journal
from anju.procedure.journal_vectors import FIRST, HASH, KEY, SALT, VECTORS, Vector
from anju.procedure.posts import Post

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
ZONES = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | TEXTS
    | st.dates()
    | st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=ZONES)  # noqa: DTZ001
    | st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def meaning(value: object) -> object:
    """A value as Python can compare it without mixing up types: the type goes with the value."""
    if isinstance(value, bool) or value is None:
        return ("one of three", str(value))
    if isinstance(value, str):
        return ("text", unicodedata.normalize("NFC", value))
    if isinstance(value, datetime):
        return ("moment", value.astimezone(UTC))
    if isinstance(value, list | tuple):
        return ("list", tuple(meaning(each) for each in value))
    if isinstance(value, dict):
        pairs = {unicodedata.normalize("NFC", key): meaning(each) for key, each in value.items()}
        return ("mapping", frozenset(pairs.items()))
    return (type(value).__name__, value)


def written(value: object) -> bytes | None:
    """The canonical bytes; None for a mapping two of whose keys are the same text in NFC."""
    try:
        return journal.canonical(value)
    except ValueError:
        return None


@given(VALUES, VALUES)
def test_two_values_share_their_bytes_only_when_they_are_the_same_value(one: object, other: object) -> None:
    first, second = written(one), written(other)
    if first is not None and second is not None:
        assert (first == second) == (meaning(one) == meaning(other))


READERS: dict[str, Callable[[str], object]] = {
    "at": datetime.fromisoformat,
    "day": date.fromisoformat,
    "decimal": Decimal,
}


def read(plain: object) -> object:
    """The inverse of the canonical form, as a second verifier would write it."""
    if isinstance(plain, dict):
        return {key: read(each) for key, each in plain.items()}
    if not isinstance(plain, list):
        return plain
    tag, rest = plain[0], plain[1:]
    return [read(each) for each in rest] if tag == "list" else READERS[tag](rest[0])


@given(VALUES)
def test_a_value_can_be_read_back_from_its_bytes(value: object) -> None:
    text = written(value)
    if text is not None:
        assert meaning(read(json.loads(text))) == meaning(value)


LOOKALIKES: tuple[object, ...] = (
    None, "null", "", (), {}, True, 1, Decimal(1), "1", "true", False, 0, ("1",), (1,), ((1,),), ("list", 1),
    Decimal("1.5"), "1.5", ("decimal", "1.5"), {"decimal": "1.5"}, date(2026, 11, 23), "2026-11-23",
    ("day", "2026-11-23"), datetime(2026, 11, 23, tzinfo=UTC), "2026-11-23T00:00:00.000000Z",
    ("at", "2026-11-23T00:00:00.000000Z"), {"a": None}, {"a": "null"}, {"a": (1, 2)}, {"a": ((1, 2),)},
    ("ab", "c"), ("a", "bc"), ('a","b',), ("a", "b"), '"a"', "a", "a ", "A", "\u0000", "\\u0000",
)  # fmt: skip


def test_values_that_look_alike_have_different_bytes() -> None:
    assert len({journal.canonical(each) for each in LOOKALIKES}) == len(LOOKALIKES)


@given(st.dictionaries(TEXTS, SCALARS), st.randoms())
def test_the_order_of_keys_never_matters(mapping: dict[str, object], random: Random) -> None:
    items = list(mapping.items())
    random.shuffle(items)
    assert written(dict(items)) == written(mapping)


@given(TEXTS)
def test_texts_equal_in_nfc_have_the_same_bytes(text: str) -> None:
    composed, apart = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert journal.canonical({composed: apart}) == journal.canonical({apart: composed})


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=ZONES), ZONES)  # noqa: DTZ001
def test_a_moment_is_the_same_in_every_zone(moment: datetime, zone: timezone) -> None:
    assert journal.canonical(moment) == journal.canonical(moment.astimezone(zone))


@pytest.mark.parametrize(("one", "other"), [("1.50", "1.5"), ("100", "1E+2"), ("-0.0", "0"), ("0E-9", "0")])
def test_equal_decimals_are_written_alike_whatever_their_scale(one: str, other: str) -> None:
    assert journal.canonical(Decimal(one)) == journal.canonical(Decimal(other))


def test_a_long_decimal_loses_no_digit() -> None:
    digits = "1234567890" * 5 + ".0123456789012345678901"
    assert journal.canonical(Decimal(digits)) == f'["decimal","{digits}"]'.encode()


def test_a_named_value_of_the_law_is_its_text() -> None:
    assert journal.canonical(Post.DIRECTOR) == b'"director"'


@pytest.mark.parametrize("value", [1.0, b"1", {1, 2}, object(), {1: "a"}, {"a": {"b": 0.5}}, [frozenset()]])
def test_what_has_no_canonical_form_is_a_type_error(value: object) -> None:
    with pytest.raises(TypeError):
        journal.canonical(value)


@pytest.mark.parametrize(
    "value",
    [
        datetime(2026, 11, 23),  # noqa: DTZ001
        Decimal("NaN"),
        Decimal("Infinity"),
        Decimal("1E+1000000"),
        {"\u00e9": 1, "e\u0301": 2},
        "\ud800",
    ],
    ids=["naive time", "not a number", "infinite", "too wide", "keys alike", "half a character"],
)
def test_what_cannot_be_written_faithfully_is_a_value_error(value: object) -> None:
    with pytest.raises(ValueError):
        journal.canonical(value)


def by_hand(of: str, given: tuple[object, ...], text: str) -> str:
    """The digest with nothing but hashlib, from the published text."""
    if of == "head_mac":
        return hmac.digest(bytes(range(32)), text.encode(), "sha256").hex()
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"{vector.of} {vector.digest[:6]}")
def test_the_published_vectors_hold(vector: Vector) -> None:
    function = getattr(journal, vector.of)
    if vector.of == "canonical":
        assert function(*vector.given) == vector.text.encode()
    else:
        assert function(*vector.given) == vector.digest
    assert by_hand(vector.of, vector.given, vector.text) == vector.digest
    assert unicodedata.is_normalized("NFC", vector.text)
    again = json.dumps(json.loads(vector.text), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    assert again == vector.text


def test_every_function_of_the_chain_has_a_published_vector() -> None:
    of = {vector.of for vector in VECTORS}
    assert of == {"canonical", "fact_digest", "entry_hash", "request_digest", "answer_digest", "head_mac"}


def test_a_digest_of_one_purpose_is_none_of_another() -> None:
    mapping = {"a": 1}
    made = {
        journal.request_digest(mapping),
        journal.answer_digest(mapping),
        journal.entry_hash(FIRST, mapping),
        journal.entry_hash(HASH, mapping),
        journal.fact_digest(b"", "a", 1),
        journal.fact_digest(SALT, "a", 1),
        journal.fact_digest(SALT, "b", 1),
        journal.head_mac(KEY, "YL", 1, FIRST),
        journal.head_mac(KEY, "YL", 2, FIRST),
        journal.head_mac(KEY, "YL2", 1, FIRST),
        journal.head_mac(KEY[::-1], "YL", 1, FIRST),
    }
    assert len(made) == 11


def test_a_short_salt_a_short_key_and_a_broken_hash_are_refused() -> None:
    with pytest.raises(ValueError, match="salt"):
        journal.fact_digest(b"short", "phone", "138")
    with pytest.raises(ValueError, match="key"):
        journal.head_mac(b"short", "YL", 1, FIRST)
    for broken in ("", FIRST[1:], FIRST + "\n", HASH.upper()):
        with pytest.raises(ValueError, match="hash"):
            journal.entry_hash(broken, {})


def test_digests_are_compared_whole() -> None:
    assert journal.is_same(HASH, str(HASH))
    assert not journal.is_same(HASH, FIRST)
    assert not journal.is_same(HASH, HASH[:-1])
