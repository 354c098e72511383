"""The commands a person meets before there is anybody: `administrator`, `doctor`, and a setting that is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.house.running import administrator, anju

pytestmark = pytest.mark.house


def test_there_is_one_first_administrator_and_the_doctor_is_content(tmp_path: Path) -> None:
    weak = administrator(tmp_path, "12345678")
    assert (weak.returncode, weak.stdout) == (1, "")
    assert weak.stderr.startswith("§5.0 A password has at least 8 characters")

    made = administrator(tmp_path, "quiet-heron-41")
    assert made.stdout == "王芳 (A001) is the system administrator.\n", made.stderr

    again = administrator(tmp_path, "quiet-heron-41")
    assert again.returncode == 1
    assert again.stderr.startswith("§5.0 There is a system administrator")

    found = anju("doctor", "--json", data=tmp_path)
    assert found.returncode == 0, found.stdout
    assert json.loads(found.stdout)["sqlite"]["seen"].startswith("journal_mode=wal, synchronous=2")

    (tmp_path / "chain.key").chmod(0o644)
    found = anju("doctor", data=tmp_path)
    assert found.returncode == 1
    assert f"✗ key chain.key: 644 - chmod 600 {tmp_path}/chain.key" in found.stdout


def test_a_wrong_setting_is_one_sentence(tmp_path: Path) -> None:
    wrong = anju("serve", data=tmp_path, ANJU_TRAINING="maybe")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert wrong.stderr == "anju: ANJU_TRAINING must be yes or no, not maybe.\n"


def test_a_database_out_of_reach_is_one_sentence(tmp_path: Path) -> None:
    away = {"ANJU_DATABASE_URL": "postgres://anju@127.0.0.1:9/anju"}
    wrong = anju("serve", data=tmp_path, **away)
    assert wrong.returncode == 1
    assert wrong.stderr.startswith("The database cannot be used: connection failed")
    assert wrong.stderr.count("\n") == 1

    found = anju("doctor", data=tmp_path, **away)
    assert found.returncode == 1
    assert "✗ database: connection failed" in found.stdout
