"""What every command shares: the language of the terminal, a line per thing done, a refusal as a sentence."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from anju.actions.dumps import Impossible
from anju.environment import language
from anju.procedure.words import Refused, Words

NOT_OURS = (
    "settings",
    "pythonpath",
    "traceback",
    "no-color",
    "force-color",
    "version",
    "skip-checks",
    "verbosity",
)

AWAY = Words(
    "数据库用不了: {why}。运行 anju doctor 检查。", "The database cannot be used: {why}. Run anju doctor to examine it."
)


class Stopped(CommandError):
    """The command cannot be carried out; says why and how to mend it."""

    def __init__(self, words: Words, *, returncode: int = 1, **values: object) -> None:
        super().__init__(words.say(language(), **values), returncode=returncode)


class Verb(BaseCommand):
    """A command of the house. `words` is its help."""

    words: Words
    requires_system_checks = ()
    suppressed_base_arguments = {f"--{name}" for name in NOT_OURS}
    _called_from_command_line = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help = self.words.say(language())

    def tell(self, words: Words, **values: object) -> None:
        """Print one line."""
        self.stdout.write(words.say(language(), **values))
        self.stdout.flush()

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Carry out; on the command line a refusal is a sentence and an exit code, not a traceback."""
        try:
            return super().execute(*args, **options)
        except (Refused, Impossible, CommandError, OperationalError) as refusal:
            stopped = refusal if isinstance(refusal, CommandError) else CommandError(said(refusal))
            if not self._called_from_command_line:
                raise stopped from refusal
            self.stderr.write(str(stopped))
            sys.exit(stopped.returncode)


def said(refusal: Refused | Impossible | OperationalError) -> str:
    """A refusal as one line; that of the law with its clause."""
    if isinstance(refusal, OperationalError):
        return AWAY.say(language(), why=" ".join(str(refusal).split()))
    clause = f"§{refusal.clause} " if isinstance(refusal, Refused) else ""
    return clause + refusal.say(language())
