"""Fills an empty house with the company of the tests: `python -m tests.browser.company`."""

from __future__ import annotations

import os
from datetime import timedelta


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anju.settings")
    import django

    django.setup()
    from django.utils import timezone

    from anju.actions import people
    from anju.records.models import Installation
    from tests import build

    build.NOON = timezone.now() - timedelta(hours=3)
    build.START = build.NOON - timedelta(days=30)
    made = build.centre()
    build.resident(made)
    Installation.objects.update(training=True)
    keyed = (made.front, made.director, made.handler, made.guard, made.archivist, made.foreman, made.office)
    for person in keyed:
        admin, key = made.administrator, build.key()
        people.set_password(by=admin, key=key, now=build.NOON, person=person, password=build.PASSWORD)


if __name__ == "__main__":
    main()
