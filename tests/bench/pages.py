"""What is measured: pages as people open them, in turn over ten communities, and the two acts that come most."""

from __future__ import annotations

import itertools
import re
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.test import Client
from django.utils import timezone

from anju.procedure.posts import Post
from anju.records.models import Appointment, Case, Community, Entry, Installation, Person
from tests import build
from tests.web.desk import made_up

from . import measuring

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
BACKEND = "django.contrib.auth.backends.ModelBackend"
TOKEN = "benchbenchbenchbenchbenchbenchbe"  # 32 letters: the form and the cookie say the same
LONG_CASES = 20
SQL_RUNS = 15
ACTS = 900  # forms made beforehand

# Name, whose page, address; {case} is an ended case of his community.
PAGES = (
    ("board", Post.DIRECTOR, "/board"),
    ("list", Post.DIRECTOR, "/cases?per=50"),
    ("list with filters", Post.DIRECTOR, "/cases?state=handling&category=engineering&source=phone&per=50"),
    ("list of the company, all", Post.COMPANY, "/cases?scope=all&per=50"),
    ("case page", Post.DIRECTOR, "/cases/{case}"),
    ("case page, desk", Post.FRONT_DESK, "/cases/{case}"),
    ("register form", Post.FRONT_DESK, "/register"),
    ("inbox", Post.DIRECTOR, "/inbox"),
    ("words to tell", Post.FRONT_DESK, "/to-tell"),
    ("search, one character", Post.FRONT_DESK, f"/search?q={quote('水')}"),
    ("search, two", Post.FRONT_DESK, f"/search?q={quote('漏水')}"),
    ("search, six", Post.FRONT_DESK, f"/search?q={quote('车库照明坏了')}"),
    ("search, room", Post.FRONT_DESK, "/search?q=3-2-2105"),
    ("search, phone tail", Post.FRONT_DESK, "/search?q=5678"),
    ("flow chart", Post.DIRECTOR, "/chart"),
    ("flow chart of the company", Post.COMPANY, "/chart"),
)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody signed in, and the community he works in."""

    client: Client
    cookies: str
    community: Community | None
    person: Person


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to measure: an endless turn of requests, and what is answered."""

    name: str
    requests: Callable[[], Iterator[bytes]]
    expected: int
    addresses: Sequence[tuple[Visitor, str]] = ()

    def sql(self) -> float:
        """Milliseconds the statements of the page take by themselves, in this process."""
        found = [_sql(who, address) for who, address in self.addresses[:3]]
        return sum(found) / len(found) if found else 0.0


def set_clock() -> None:
    """A training company in the afternoon of the builders' day, or later than what was ever entered in it."""
    last = Entry.objects.aggregate(last=Max("entered_at"))["last"]
    now = max(build.after(hours=4), last + timedelta(seconds=5))
    Installation.objects.update(training=True, clock_shift_seconds=int((now - timezone.now()).total_seconds()))


def signed_in(person: Person, community: Community | None) -> Visitor:
    """A session as the sign-in page would begin it."""
    client = Client(SERVER_NAME="127.0.0.1", headers={"accept-language": "zh-CN"})
    client.force_login(person, BACKEND)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
    return Visitor(client, cookies, community, person)


def people() -> dict[Post, list[Visitor]]:
    """One of each post in every community, and one of the company."""
    found: dict[Post, list[Visitor]] = {}
    for post in (Post.DIRECTOR, Post.FRONT_DESK):
        held = Appointment.objects.filter(post=post.value).select_related("person", "community").order_by("pk")
        each = {row.community_id: row for row in held}
        found[post] = [signed_in(row.person, row.community) for row in each.values()]
    office = Appointment.objects.filter(post=Post.COMPANY.value).select_related("person").earliest("pk")
    found[Post.COMPANY] = [signed_in(office.person, None)]
    return found


def pages(found: dict[Post, list[Visitor]]) -> list[Asked]:
    """Every page, asked for by those it is for, in turn."""
    ended = {who.community: _ended(who.community) for who in found[Post.DIRECTOR] if who.community}
    made = []
    for name, post, address in PAGES:
        turns = [
            (who, address.format(case=case))
            for place in range(LONG_CASES if "{case}" in address else 1)
            for who in found[post]
            for case in [ended[who.community][place] if who.community and "{case}" in address else ""]
        ]
        made.append(Asked(name, _turning(turns), 200, turns))
    return made


def _turning(turns: Sequence[tuple[Visitor, str]]) -> Callable[[], Iterator[bytes]]:
    written = [measuring.get(address, who.cookies) for who, address in turns]
    return lambda: itertools.cycle(written)


def _ended(community: Community) -> list[str]:
    """Cases with the whole way behind them, spread over all the years."""
    cases = Case.objects.filter(community=community, state="archived", outcome="satisfied").order_by("opened_at")
    numbers = list(cases.values_list("number", flat=True)[:LONG_CASES])
    return numbers[:: max(len(numbers) // LONG_CASES, 1)][:LONG_CASES]


def registering(found: dict[Post, list[Visitor]]) -> Asked:
    """A call is registered, as the form of the desk is sent."""
    forms = [(who, _form(who)) for who in found[Post.FRONT_DESK]]

    def requests() -> Iterator[bytes]:
        for who, form in itertools.cycle(forms):
            yield measuring.post("/register", who.cookies, urlencode(form | {"key": str(uuid.uuid4())}))

    return Asked("register", requests, 303)


def _form(who: Visitor) -> dict[str, str]:
    page = str(who.client.get("/register").content.decode()).partition('class="card card--grow intake"')[2]
    shift = Installation.objects.values_list("clock_shift_seconds", flat=True).get()
    said = timezone.localtime(timezone.now() + timedelta(seconds=shift) - timedelta(minutes=3))
    typed = {
        "place": "3-2-2105", "source": "phone", "speaker": "owner", "said_at": f"{said:%Y-%m-%dT%H:%M}",
        "nature": "other", "content": "楼道灯不亮，夜里看不清台阶。", "grade": "inquiry", "category": "engineering",
        "urgency": "normal", "told": "已记下，今天安排人查看。", "name": "曾晓梅", "phone": "13887001234",
        "csrfmiddlewaretoken": TOKEN,
    }  # fmt: skip
    return dict(HIDDEN.findall(page)) | typed


def dispatching(found: dict[Post, list[Visitor]]) -> Asked:
    """A case is dispatched to a department; each request another case."""
    numbers: list[tuple[Visitor, Case]] = []
    for who in found[Post.DIRECTOR]:
        waiting = Case.objects.filter(community=who.community, state="passed_on").order_by("-pk")
        numbers += [(who, case) for case in waiting[: ACTS // len(found[Post.DIRECTOR])]]
    numbers.sort(key=lambda pair: pair[1].pk)
    written = []
    for who, case in numbers:
        form = made_up(case, "dispatch", None) | {"csrfmiddlewaretoken": TOKEN, "departments": "ENG"}
        form |= {"grade": case.grade, "category": case.category}
        written.append(measuring.post(f"/cases/{case.number}/do/dispatch", who.cookies, urlencode(form)))
    turns = iter(written)
    return Asked("dispatch", lambda: turns, 303)


def _sql(who: Visitor, address: str) -> float:
    kept: list[tuple[str, Any]] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        kept.append((sql, params))
        return execute(sql, params, many, context)

    who.client.get(address)
    with connection.execute_wrapper(keep):
        who.client.get(address)
    kept = [(sql, params) for sql, params in kept if sql.lstrip().upper().startswith(("SELECT", "WITH"))]
    took = []
    for _ in range(SQL_RUNS):
        begun = time.perf_counter()
        for sql, params in kept:
            with connection.cursor() as cursor:
                cursor.execute(sql, params)
                cursor.fetchall()
        took.append(time.perf_counter() - begun)
    return sorted(took)[len(took) // 2] * 1000
