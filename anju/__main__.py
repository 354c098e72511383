"""The command `anju`."""

import os
import sys

from django.core.management import execute_from_command_line

from anju.environment import Malformed


def main() -> None:
    """Run one command; a bad setting is one sentence, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anju.settings")
    try:
        execute_from_command_line(["anju", *sys.argv[1:]])
    except Malformed as problem:
        sys.exit(f"anju: {problem}")


if __name__ == "__main__":
    main()
