"""`anju verify`: is everything as the journal says? Exit code 0 if so, 1 if not. Writes nothing."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import CommandParser

from anju.cli.bar import Bar
from anju.cli.verb import Stopped, Verb
from anju.environment import language
from anju.procedure.words import Words

CONTENT = Words(
    "核对完毕：{communities} 个小区，{entries} 条日志，{cases} 件案件，全部相符。",
    "Verified: {communities} communities, {entries} entries, {cases} cases; everything is content.",
)
WRONG = Words("核对完毕：有 {count} 处不符。", "Verified; findings: {count}.")
NO_SUCH_COMMUNITY = Words("没有代码为“{code}”的小区。", 'There is no community with the code "{code}".')


class Command(Verb):
    words = Words(
        "核对日志链并重演每件案件，列出不符之处", "Check the journal, replay every case, and list what does not agree"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object per finding")
        parser.add_argument("--community", metavar="CODE", help="only the chain and the cases of one community")

    def handle(self, *args: Any, json: bool, community: str | None, **options: Any) -> None:
        from anju.gateways import storage
        from anju.records.models import Community
        from anju.records.verification import findings

        if community and not Community.objects.filter(code=community).exists():
            raise Stopped(NO_SUCH_COMMUNITY, returncode=2, code=community)
        wrong = 0
        with Bar(self.stderr) as bar:
            for each in findings(storage, community=community, progress=bar.step):
                bar.clear()
                self.stdout.write(_plain(each) if json else each.say(language()))
                wrong += not each.is_note
        if wrong:
            if not json:
                self.tell(WRONG, count=wrong)
            self.stdout.flush()
            sys.exit(1)
        if not json:
            self.tell(CONTENT, **_counts(community))


def _plain(finding: Any) -> str:
    return json.dumps(
        {
            "kind": finding.kind,
            "note": finding.is_note,
            "community": finding.community,
            "subject": finding.subject,
            "zh": finding.words.zh,
            "en": finding.words.en,
        },
        ensure_ascii=False,
    )


def _counts(code: str | None) -> dict[str, int]:
    from anju.records.models import Case, Community, Entry

    communities = Community.objects.filter(code=code) if code else Community.objects.all()
    return {
        "communities": communities.count(),
        "entries": Entry.objects.filter(community__in=communities).count(),
        "cases": Case.objects.filter(community__in=communities).count(),
    }
