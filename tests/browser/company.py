"""Fills an empty house with the company of the tests: `python -m tests.browser.company`."""

from __future__ import annotations

import json
import os
from datetime import timedelta

PIN = "482913"  # of the night desk
NAMED = "named.json"  # beside the database: what the addresses of its pages name


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anju.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    from anju.actions import people
    from anju.records.models import Installation
    from tests import build
    from tests.browser import waiting
    from tests.everything import one_of_each

    call_command("migrate", verbosity=0)
    build.NOON = timezone.now() - timedelta(hours=6)
    build.START = build.NOON - timedelta(days=30)
    made = build.centre()
    for _ in range(8):  # praise is followed up by nobody: these wait to be put in order
        build.to_follow_up(made, grade="praise", category="green", content="绿化师傅把花圃修剪得很整齐，谢谢。")
    waiting.fill(made, timezone.now())
    (settings.DATA / NAMED).write_text(json.dumps(one_of_each(made)), encoding="utf-8")
    Installation.objects.update(training=True)
    keyed = (made.front, made.night, made.director, made.handler, made.guard, made.archivist, made.foreman, made.office)
    for person in keyed:
        admin, key = made.administrator, build.key()
        people.set_password(by=admin, key=key, now=build.NOON, person=person, password=build.PASSWORD)
    people.set_pin(by=made.administrator, key=build.key(), now=build.NOON, person=made.night, pin=PIN)


if __name__ == "__main__":
    main()
