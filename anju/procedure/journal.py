"""The chain (design §2): the canonical form `v1` of what is kept, and the digests and hashes made of it.

Compact JSON, keys sorted by code point, text in NFC as UTF-8. null, true, false, integers and text stand for
themselves, a mapping is an object, every array begins with its tag: list, at, day, decimal. So no two
different values share their bytes. Floats and all other types are refused.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

VERSION = "v1"
FIRST = "0" * 64  # stands before the first entry of a chain
SALT_BYTES = 16
KEY_BYTES = 32
WIDEST_EXPONENT = 100  # beyond it a decimal is no amount but an attack on memory

_HASH = re.compile(r"[0-9a-f]{64}")


def canonical(value: object) -> bytes:
    """The one way to write `value`. TypeError: has none; ValueError: NaN, naive time, clashing keys."""
    return json.dumps(_tagged(value), ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def fact_digest(salt: bytes, name: str, value: object) -> str:
    """What an entry hashes in place of a fact; without salt only for a fact that is not personal."""
    if 0 < len(salt) < SALT_BYTES:
        raise ValueError(f"a salt has at least {SALT_BYTES} bytes")
    return _digest("fact", salt.hex(), name, value)


def entry_hash(previous_hash: str, entry: Mapping[str, object]) -> str:
    """The link: the hash before, and everything the entry says."""
    return _digest("entry", _hash(previous_hash), entry)


def request_digest(request: Mapping[str, object]) -> str:
    """Tells whether a repeated idempotency key brings the same request."""
    return _digest("request", request)


def answer_digest(answer: Mapping[str, object]) -> str:
    """Binds the first answer to an idempotency key."""
    return _digest("answer", answer)


def head_mac(key: bytes, community: str, position: int, last_hash: str) -> str:
    """Seals the head of a community's chain with the key kept outside the database."""
    if len(key) < KEY_BYTES:
        raise ValueError(f"the key of the chain has at least {KEY_BYTES} bytes")
    sealed = canonical(("anju", VERSION, "head", community, position, _hash(last_hash)))
    return hmac.new(key, sealed, hashlib.sha256).hexdigest()


def is_same(one: str, other: str) -> bool:
    """Compares two digests in a time that tells nothing."""
    return hmac.compare_digest(one.encode(), other.encode())


def _digest(purpose: str, *parts: object) -> str:
    """The purpose is hashed too: a fact can never pass for an entry."""
    return hashlib.sha256(canonical(("anju", VERSION, purpose, *parts))).hexdigest()


def _hash(text: str) -> str:
    if not _HASH.fullmatch(text):
        raise ValueError("a hash is 64 lower-case hexadecimal digits")
    return text


def _tagged(value: object) -> object:
    """`value` in JSON's own types."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Mapping):
        return _object(value)
    if isinstance(value, list | tuple):
        return ["list", *map(_tagged, value)]
    return _marked(value)


def _object(mapping: Mapping[object, object]) -> dict[str, object]:
    written: dict[str, object] = {}
    for key, value in mapping.items():
        if not isinstance(key, str):
            raise TypeError(f"a key is text, not {type(key).__name__}")
        name = unicodedata.normalize("NFC", key)
        if name in written:
            raise ValueError(f"two keys are written alike: {name!r}")
        written[name] = _tagged(value)
    return written


def _marked(value: object) -> list[str]:
    """The scalars that JSON does not know."""
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            raise ValueError("a time without its zone is no moment")
        moment = value.astimezone(UTC).replace(tzinfo=None)
        return ["at", f"{moment.isoformat(timespec='microseconds')}Z"]
    if isinstance(value, date):
        return ["day", value.isoformat()]
    if isinstance(value, Decimal):
        return ["decimal", _plain(value)]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _plain(number: Decimal) -> str:
    """Equal decimals are written alike, whatever scale a database hands back."""
    if not number.is_finite() or abs(number.adjusted()) > WIDEST_EXPONENT:
        raise ValueError(f"{number} is not an amount")
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
