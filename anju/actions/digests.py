"""§7.1.8 — The digest of a morning: one line for each director with the figures of his centre, one for the company."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import partial

from anju.procedure.instants import local
from anju.procedure.posts import Post
from anju.procedure.words import Words
from anju.records.digest import Counts, counted
from anju.records.models import Community
from anju.records.reach import Reach

from .announcing import News, announce
from .journal import Deed

DIGEST = Deed("digest", "7.1.8", Words("每日摘要", "Daily digest"))
OF_A_CENTRE = ("late", "today", "passed_on", "reviewing", "words", "promises", "urges")
OF_THE_COMPANY = ("late", "day_late", "approval", "urges")


def send_digests(*, now: datetime) -> int:
    """The figures as they stand now; nothing is sent where nothing waits. Once for each day and community."""
    return announce(_news(counted(now), now), now=now)


def _news(found: Counts, now: datetime) -> Iterator[News]:
    total: Counter[str] = Counter()
    for counts in found.values():
        total.update(counts)
    for each in Community.objects.order_by("pk"):
        counts, names, post = (
            (dict(total), OF_THE_COMPANY, Post.COMPANY)
            if each.is_company
            else (found.get(each.pk, {}), OF_A_CENTRE, Post.DIRECTOR)
        )
        about = {name: counts[name] for name in names if counts.get(name)}
        if about:
            yield News(
                name=("digest", each.code, local(now).date()),
                community=each,
                deed=DIGEST,
                subject=("community", each.code),
                about=about,
                people=partial(Reach(each.pk, now).holders, post),
                facts=about,
            )
