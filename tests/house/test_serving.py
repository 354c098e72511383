"""`anju serve`: one house per data directory, and nothing of it outlives it."""

from __future__ import annotations

import signal
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.house.running import anju, gone, house

pytestmark = pytest.mark.house


def status(url: str) -> int:
    try:
        with urlopen(url, timeout=10) as answer:  # noqa: S310 - an address on this machine
            return int(answer.status)
    except HTTPError as refusal:
        return refusal.code


def test_a_house_serves_alone_until_it_is_asked_to_end(tmp_path: Path) -> None:
    with house(tmp_path / "first") as running:
        family = running.family()
        assert len(family) == 1 + 3 + 2  # itself; web, worker and clock; two workers of the web server
        assert status(f"{running.url}/static/htmx.org/dist/htmx.min.js") == 200

        second = anju("serve", data=tmp_path / "first")
        assert second.returncode == 1
        assert second.stderr.startswith("Another anju serve already works on")
        third = anju("serve", "--port", str(running.port), data=tmp_path / "second")
        assert third.returncode == 1
        assert f"Port {running.port} is taken" in third.stderr

        assert status(running.url) < 500
        running.process.send_signal(signal.SIGTERM)
        said = running.rest()
        assert "There is no system administrator yet" in said
        assert said.endswith("Anju has stopped.\n")
        assert running.process.returncode == 0
        assert gone(family) == []


def test_nothing_outlives_a_killed_house(tmp_path: Path) -> None:
    with house(tmp_path) as running:
        family = running.family()
        running.process.kill()
        assert gone(family) == []
    with house(tmp_path) as again:  # no hand is needed for the next start
        family, web = again.family(), again.child("web")
        again.process.kill()
        web.kill()  # nobody is left who could tell its workers
        assert gone(family) == []


@pytest.mark.parametrize("part", ["web", "tick"])
def test_the_house_stops_with_the_first_part_that_falls(tmp_path: Path, part: str) -> None:
    with house(tmp_path) as running:
        family = running.family()
        running.child(part).kill()
        assert "has stopped (code -9)" in running.rest()
        assert running.process.returncode == 1
        assert gone(family) == []
