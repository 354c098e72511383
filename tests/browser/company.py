"""Fills an empty house with the company of the tests: `python -m tests.browser.company`."""

from __future__ import annotations

import os
from datetime import timedelta

PIN = "482913"  # of the night desk


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anju.settings")
    import django

    django.setup()
    from django.utils import timezone

    from anju.actions import people
    from anju.records.models import Installation
    from tests import build
    from tests.browser import waiting

    build.NOON = timezone.now() - timedelta(hours=3)
    build.START = build.NOON - timedelta(days=30)
    made = build.centre()
    build.resident(made)
    for _ in range(8):  # praise is followed up by nobody: these wait to be put in order
        build.to_follow_up(made, grade="praise", category="green", content="绿化师傅把花圃修剪得很整齐，谢谢。")
    waiting.fill(made, timezone.now())
    Installation.objects.update(training=True)
    keyed = (made.front, made.night, made.director, made.handler, made.guard, made.archivist, made.foreman, made.office)
    for person in keyed:
        admin, key = made.administrator, build.key()
        people.set_password(by=admin, key=key, now=build.NOON, person=person, password=build.PASSWORD)
    people.set_pin(by=made.administrator, key=build.key(), now=build.NOON, person=made.night, pin=PIN)


if __name__ == "__main__":
    main()
