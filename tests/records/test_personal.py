"""Every column that can hold text is known to be personal or not: a new one is decided on before it is kept."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from anju.procedure.natures import TABLES
from anju.records.effects import MODELS
from anju.records.personal import IMPERSONAL, PERSONAL, Personal

HOLDING_TEXT = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)


def text_columns() -> dict[str, set[str]]:
    found = {
        model.__name__: {each.name for each in model._meta.concrete_fields if isinstance(each, HOLDING_TEXT)}
        for model in apps.get_app_config("records").get_models()
    }
    return {name: columns for name, columns in found.items() if columns}


def test_every_text_column_is_on_the_list_once() -> None:
    listed = {
        name: [*PERSONAL.get(name, {}), *IMPERSONAL.get(name, ())] for name in PERSONAL.keys() | IMPERSONAL.keys()
    }
    assert {name: set(columns) for name, columns in listed.items()} == text_columns()
    assert all(len(columns) == len(set(columns)) for columns in listed.values())


def test_what_a_step_fills_is_blanked_by_erasing_its_fact() -> None:
    for kind, model in MODELS.items():
        assert set(PERSONAL[model.__name__].values()) == {Personal.BY_FACT}, kind


def test_every_personal_fact_of_the_tables_is_text_that_a_blank_can_stand_for() -> None:
    for table in TABLES.values():
        for step in table.steps:
            for fact in step.facts:
                if fact.personal:
                    assert fact.kind in ("line", "text", "phone"), (step.name, fact.name)
