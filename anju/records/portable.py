"""A stored row as the journal would name it: the inverse of `effects.columns`, for comparison with a replay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import models

from .models import Department, Location, Person, Resident

NAMED_BY: dict[type[models.Model], str] = {Department: "code", Location: "code", Person: "uuid", Resident: "uuid"}
# What a row is known by, or what is compared by itself: no effect writes these.
APART = frozenset(
    {"id", "community", "case", "key", "first_number", "next_due_at", "next_look_at", "rings_since", "reserved_at"}
)
MOST = 100_000  # names remembered at a time


class Names:
    """Portable names of rows by model and primary key, fetched a batch at a time and remembered."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], str] = {}

    def prime(self, rows: Iterable[models.Model]) -> None:
        """Fetches every name these rows refer to: one statement per model."""
        if len(self._known) > MOST:
            self._known.clear()
        wanted: dict[type[models.Model], set[int]] = defaultdict(set)
        for row in rows:
            for field, model in _references(type(row)):
                pk = getattr(row, field.attname)
                if pk is not None and (model.__name__, pk) not in self._known:
                    wanted[model].add(pk)
        for model, keys in wanted.items():
            manager: Any = model._default_manager
            for pk, name in manager.filter(pk__in=keys).values_list("pk", NAMED_BY[model]):
                self._known[model.__name__, pk] = str(name)

    def of(self, model: type[models.Model], pk: int | None) -> str | None:
        """The name of a row; of one that is gone, a sign that is nobody's name."""
        return None if pk is None else self._known.get((model.__name__, pk), f"?{pk}")


def portable(row: models.Model, names: Names) -> dict[str, object]:
    """Every column an effect may write, with portable names in place of keys."""
    referring = {field.name: model for field, model in _references(type(row))}
    return {
        field.name: names.of(referring[field.name], getattr(row, field.attname))
        if field.name in referring
        else getattr(row, field.attname)
        for field in type(row)._meta.concrete_fields
        if field.name not in APART
    }


def untouched(model: type[models.Model]) -> dict[str, object]:
    """What the columns hold that no effect has written yet."""
    return {field.name: field.get_default() for field in model._meta.concrete_fields if field.name not in APART}


def _references(model: type[models.Model]) -> list[tuple[models.Field[Any, Any], type[models.Model]]]:
    fields = [field for field in model._meta.concrete_fields if field.name not in APART]
    return [(field, field.related_model) for field in fields if field.related_model in NAMED_BY]  # type: ignore[misc]
