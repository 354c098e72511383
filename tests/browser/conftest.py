"""A whole house with a company in it, served to a real Chromium."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.house.running import Running, anju, free_port, house, surroundings

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The company of the tests as a training company, so that nobody is asked for a second factor."""
    data = tmp_path_factory.mktemp("company")
    made = anju("migrate", data=data)
    assert made.returncode == 0, made.stderr
    env = surroundings(data, free_port())
    command = [sys.executable, "-m", "tests.browser.company"]
    filled = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert filled.returncode == 0, filled.stderr
    with house(data) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def inspected(chromium: Browser, served: Running) -> Iterator[Page]:
    """A window without the content policy: axe itself lays styles into the page it looks at."""
    context = chromium.new_context(base_url=served.url, locale="zh-CN", bypass_csp=True)
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
