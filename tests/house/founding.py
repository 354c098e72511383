"""`python -m tests.house.founding`: a centre whose front desk can sign in, in the database of the environment."""

from __future__ import annotations

import os

import django

PASSWORD = "correct horse battery"


def main() -> None:
    """Migrate, install, build the centre of the tests, give the clerk a password."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anju.settings")
    django.setup()
    from django.core.management import call_command

    from anju.actions import people
    from tests import build

    call_command("migrate", verbosity=0)
    made = build.centre()
    people.set_password(by=made.front, key=build.key(), now=build.NOON, person=made.front, password=PASSWORD)


if __name__ == "__main__":
    main()
