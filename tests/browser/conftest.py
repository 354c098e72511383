"""A whole house with a company in it, served to a real Chromium."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.company import NAMED
from tests.house.running import Running, free_port, house, surroundings

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company of the tests as a training company, so that nobody is asked for a second factor.

    Founded by the first worker of the run; the others take a copy.
    """
    own = tmp_path_factory.mktemp("company")
    shared = own.parents[1] / "founded" if "PYTEST_XDIST_WORKER" in os.environ else own.parent / "founded"
    with (own.parents[1] / "founding.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not shared.exists():
            command = [sys.executable, "-m", "tests.browser.company"]
            env = surroundings(own, free_port())
            filled = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
            assert filled.returncode == 0, filled.stderr
            shutil.copytree(own, shared)
            return own
    return Path(shutil.copytree(shared, own, dirs_exist_ok=True))


@pytest.fixture(scope="session")
def served(company: Path) -> Iterator[Running]:
    with house(company) as running:
        yield running


@pytest.fixture(scope="session")
def named(company: Path) -> dict[str, str]:
    """What stands in the addresses of pages: a case, one to be called, a shift ..."""
    found: dict[str, str] = json.loads((company / NAMED).read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def inspected(chromium: Browser, served: Running) -> Iterator[Page]:
    """A window without the content policy, with axe in every page: it lays styles of its own into what it looks at."""
    context = chromium.new_context(base_url=served.url, locale="zh-CN", bypass_csp=True)
    context.add_init_script(path=AXE)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(chromium: Browser, served: Running) -> Iterator[Page]:
    """A fresh window at the size of a desk; an error in its console fails the test."""
    context = chromium.new_context(base_url=served.url, viewport={"width": 1440, "height": 900}, locale="zh-CN")
    context.set_default_timeout(10_000)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None)
    yield opened
    context.close()
    assert errors == []
