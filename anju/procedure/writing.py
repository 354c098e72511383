"""Effects and facts as the journal keeps them: the canonical text of design §2, and its reading back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import cast

from .journal import canonical
from .steps import Effect, FromFact

SHORT = 100  # characters


def written(value: object) -> str:
    """The canonical text of a value; `read` is its inverse (lists come back as tuples)."""
    return canonical(value).decode()


def read(text: str) -> object:
    """The value a canonical text stands for."""
    return _untagged(json.loads(text)) if "{" in text or len(text) > SHORT else _read_before(text)


@lru_cache(maxsize=8192)
def _read_before(text: str) -> object:
    """Short values without mappings cannot be changed by who reads them, and come again and again."""
    return _untagged(json.loads(text))


def effects_written(effects: tuple[Effect, ...]) -> str:
    """Effects as one canonical text; a personal value is named, never quoted."""
    return written(
        [[each.kind, each.key, {name: _named(value) for name, value in each.changes.items()}] for each in effects]
    )


def effects_read(text: str) -> tuple[Effect, ...]:
    """The inverse of `effects_written`."""
    rows = cast("tuple[tuple[str, str, Mapping[str, object]], ...]", read(text))
    return tuple(
        Effect(kind, key, {name: _unnamed(value) for name, value in changes.items()}) for kind, key, changes in rows
    )


def _named(value: object) -> object:
    return {"fact": value.fact} if isinstance(value, FromFact) else value


def _unnamed(value: object) -> object:
    return FromFact(str(value["fact"])) if isinstance(value, Mapping) else value


def _untagged(value: object) -> object:
    if isinstance(value, dict):
        return {name: _untagged(each) for name, each in value.items()}
    if not isinstance(value, list):
        return value
    tag, *rest = value
    if tag == "at":
        return datetime.fromisoformat(rest[0].removesuffix("Z")).replace(tzinfo=UTC)
    if tag == "day":
        return date.fromisoformat(rest[0])
    if tag == "decimal":
        return Decimal(rest[0])
    return tuple(_untagged(each) for each in rest)
