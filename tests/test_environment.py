"""The ANJU_* settings: each malformed one stops the start with a sentence; the keys are made once."""

from __future__ import annotations

import re
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from anju import environment
from anju.environment import Malformed


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in environment.OWN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ANJU_LANGUAGE", "en")


def test_a_misspelt_setting_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANJU_HOST", "anju.example")
    with pytest.raises(Malformed, match=r"Unknown setting ANJU_HOST; known are .*ANJU_HOSTS"):
        environment.check_names()


def test_yes_is_yes_and_anything_unclear_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.yes("ANJU_TLS") is False
    monkeypatch.setenv("ANJU_TLS", "Yes")
    assert environment.yes("ANJU_TLS") is True
    monkeypatch.setenv("ANJU_TLS", "1")
    with pytest.raises(Malformed, match="ANJU_TLS must be yes or no, not 1"):
        environment.yes("ANJU_TLS")


def test_hosts_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANJU_HOSTS", "anju.example, 10.0.0.7,")
    assert environment.names("ANJU_HOSTS") == ["anju.example", "10.0.0.7"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgres://li:p%40ss@db.example:6432/anju?sslmode=require",
            {"NAME": "anju", "USER": "li", "PASSWORD": "p@ss", "HOST": "db.example", "PORT": "6432"},
        ),
        ("postgresql://li@/anju?host=/run/postgresql", {"NAME": "anju", "HOST": "/run/postgresql", "PORT": ""}),
        ("postgres://[::1]/anju", {"NAME": "anju", "HOST": "::1", "USER": ""}),
    ],
)
def test_a_database_address_is_taken_apart(url: str, expected: dict[str, str]) -> None:
    found = environment.postgres(url)
    assert {name: found[name] for name in expected} == expected


def test_what_follows_the_address_goes_to_the_driver() -> None:
    assert environment.postgres("postgres://a/b?sslmode=require")["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize(
    "url", ["mysql://a/b", "postgres://host", "postgres://host:port/b", "anju", "postgres://a/b/c"]
)
def test_a_malformed_database_address_stops_the_start(url: str) -> None:
    with pytest.raises(Malformed, match="ANJU_DATABASE_URL must read postgres://"):
        environment.postgres(url)


def test_a_key_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    file = tmp_path / "chain.key"
    with ThreadPoolExecutor(8) as many:
        keys = set(many.map(lambda _: environment.secret(file), range(32)))
    assert len(keys) == 1
    assert len(keys.pop()) == 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["chain.key"]


def test_a_key_cut_short_is_refused(tmp_path: Path) -> None:
    (tmp_path / "chain.key").write_text("abcd")
    with pytest.raises(Malformed, match="is cut short; restore it from a backup"):
        environment.secret(tmp_path / "chain.key")


def test_an_unusable_data_directory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ANJU_DATA", str(tmp_path / "file" / "data"))
    with pytest.raises(Malformed, match=r"The data directory .* cannot be used"):
        environment.data_directory()


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("zh_CN.UTF-8", "zh"), ("en_GB.UTF-8", "en"), ("C.UTF-8", "en"), ("C", "en"), ("", "zh")],
)
def test_the_terminal_is_answered_in_its_language(monkeypatch: pytest.MonkeyPatch, locale: str, expected: str) -> None:
    monkeypatch.delenv("ANJU_LANGUAGE")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("LANG", locale)
    assert environment.language() == expected


def test_every_setting_is_in_the_manual() -> None:
    manual = (Path(__file__).parent.parent / "docs" / "operating.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`(ANJU_[A-Z_]+)`", manual)) == set(environment.OWN)
    for setting in environment.SETTINGS:
        assert f"| `{setting.name}` | " in manual
