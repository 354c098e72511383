"""A counter for tests: the clock of the company stands at noon, pages find their sheets without a manifest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from anju.records.models import Installation
from tests.build import Centre, after
from tests.web.desk import PLAIN_FILES


@pytest.fixture(autouse=True)
def plain_files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "attachments"  # pictures of one test are no orphans of another
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN_FILES}}


@pytest.fixture
def at_noon(centre: Centre) -> Iterator[Centre]:
    """The centre as a training company, whose clock the counter reads, an hour after the builders' noon."""
    shift = int((after(hours=1) - timezone.now()).total_seconds())
    Installation.objects.update(training=True, clock_shift_seconds=shift)
    yield centre


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "zh-CN"})
