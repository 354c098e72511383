"""What was acknowledged is there: the whole house is killed while clerks are registering."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
import uuid
from datetime import datetime
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener
from zoneinfo import ZoneInfo

import pytest

from tests.house.founding import PASSWORD
from tests.house.running import Running, anju, gone, house, surroundings

pytestmark = pytest.mark.house
CLERKS, ACKNOWLEDGED = 4, 200
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Stay(HTTPRedirectHandler):
    """A redirect is the answer here, not the way to another page."""

    def redirect_request(self, *_: object) -> None:
        return None


class Clerk:
    """One browser at the front desk."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.browser = build_opener(HTTPCookieProcessor(CookieJar()), Stay)
        self.post("/sign-in", staff_number="Y002", password=PASSWORD, next="/register")
        self.token = self.found_token("/register")

    def found_token(self, path: str) -> str:
        page = self.browser.open(self.url + path, timeout=20).read().decode()
        found = TOKEN.search(page)
        assert found, page
        return found[1]

    def post(self, path: str, **fields: str) -> str:
        """Where a form led to; every form carries its token."""
        token = fields.pop("token", "") or self.found_token(path)
        content = urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
        request = Request(self.url + path, content, headers={"Referer": self.url + path})  # noqa: S310 - our own house
        try:
            answer = self.browser.open(request, timeout=20)
        except URLError as ended:
            if getattr(ended, "code", 0) == 303 or getattr(ended, "code", 0) == 302:
                return str(ended.headers["Location"])  # type: ignore[attr-defined]
            raise
        raise AssertionError(f"{path} was not accepted: {answer.status}\n{answer.read().decode()}")

    def register(self) -> str:
        """Records one word and gives the key it was sent under, once the house has acknowledged it."""
        key = str(uuid.uuid4())
        said = datetime.now(ZoneInfo("Asia/Shanghai")).strftime("%Y-%m-%dT%H:%M")
        self.post(
            "/register", token=self.token, key=key, position="0", community="YL", nature="other", source="phone",
            speaker="owner", place="3-2-1201", content="三单元门口的灯不亮", grade="suggestion", category="order",
            urgency="normal", told="已记下，会转给主任", said_at=said,
        )  # fmt: skip
        return key


def found(env: dict[str, str], data: Path) -> None:
    subprocess.run([sys.executable, "-m", "tests.house.founding"], env=env, check=True, timeout=120)


def kept(env: dict[str, str]) -> set[str]:
    """The keys of the registrations in the database, read by a process of its own."""
    script = (
        "import django, json; django.setup(); from anju.records.models import Act, Case, Entry\n"
        "rows = Entry.objects.filter(step='register').values_list('act__key', flat=True)\n"
        "assert Case.objects.count() == len(rows)\n"
        "print(json.dumps(list(rows)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True, timeout=60
    )
    return set(json.loads(ran.stdout))


def registering(running: Running) -> tuple[list[str], threading.Event]:
    """Clerks who register without end; what was acknowledged, and an event when there are enough."""
    acknowledged: list[str] = []
    enough = threading.Event()

    def work(clerk: Clerk) -> None:
        while True:
            try:
                acknowledged.append(clerk.register())
            except (OSError, AssertionError):
                return
            if len(acknowledged) >= ACKNOWLEDGED:
                enough.set()

    for clerk in [Clerk(running.url) for _ in range(CLERKS)]:
        threading.Thread(target=work, args=(clerk,), daemon=True).start()
    return acknowledged, enough


def test_nothing_acknowledged_is_lost_when_the_whole_house_is_killed(
    tmp_path: Path, migrated_database: dict[str, str]
) -> None:
    env = surroundings(tmp_path, 0, DJANGO_SETTINGS_MODULE="anju.settings", **migrated_database)
    found(env, tmp_path)
    with house(tmp_path, **migrated_database) as running:
        family = running.family()
        acknowledged, enough = registering(running)
        assert enough.wait(120), f"only {len(acknowledged)} registrations in two minutes"
        for member in family:
            member.kill()
        assert gone(family) == []
    told = set(acknowledged)
    assert len(told) >= ACKNOWLEDGED
    assert told <= kept(env)
    with house(tmp_path, **migrated_database) as again:  # no hand is needed
        assert Clerk(again.url).register()
    content = anju("verify", data=tmp_path, **migrated_database)
    assert content.returncode == 0, content.stdout + content.stderr
