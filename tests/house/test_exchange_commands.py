"""`anju import` and `anju export`, as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.house.running import administrator, anju
from tests.registers import another_system, csv, doors, xlsx

pytestmark = pytest.mark.house
ADD = (
    "from django.utils import timezone; from anju.actions import registry; from anju.records.models import Person;"
    "registry.add_community(by=Person.objects.get(), key='1', now=timezone.now(), code='YL', name='云岭花园')"
)


def test_9_0_a_register_is_checked_imported_exported_and_undone_by_commands(
    tmp_path: Path, own_database: dict[str, str]
) -> None:
    data = tmp_path / "data"

    def run(*arguments: str) -> tuple[int, str, str]:
        done = anju(*arguments, data=data, **own_database)
        return done.returncode, done.stdout, done.stderr

    assert administrator(data, "quiet-heron-41", **own_database).returncode == 0
    assert run("shell", "--no-imports", "--command", ADD)[0] == 0
    good, bad, out = tmp_path / "rooms.xlsx", tmp_path / "bad.csv", tmp_path / "out.xlsx"
    good.write_bytes(xlsx(another_system()))
    bad.write_bytes(csv([("楼栋", "房号"), ("5", ""), ("5", "101")], "gbk"))
    where = ("--community", "YL", "--by", "A001")

    code, said, _ = run("import", "rooms", str(bad), *where, "--confirm", "--faults", str(tmp_path / "faults.xlsx"))
    assert (code, said.splitlines()[2]) == (1, "Row 2, “房号” (column B): is empty. Fill it in.")
    assert (tmp_path / "faults.xlsx").stat().st_size > 1000

    code, said, _ = run("import", "rooms", str(good), *where)
    assert (code, said.splitlines()[-1]) == (0, "The file is sound; nothing was imported. Add --confirm.")
    code, said, _ = run("import", "rooms", str(good), *where, "--confirm", "--json")
    told = json.loads(said)
    assert (code, told["imported"], told["counts"]["new"]) == (0, True, 3)

    code, said, _ = run("export", "rooms", str(out), *where, "--json")
    assert (code, json.loads(said)["rows"]) == (0, 3)
    assert out.stat().st_size == json.loads(said)["size"]

    doors_file = tmp_path / "doors.csv"
    doors_file.write_bytes(csv(doors()))
    code, said, _ = run("import", "rooms", str(doors_file), *where, "--map", "单元代码=building", "--confirm")
    assert code == 0, said
    assert run("import", "rooms", "--undo", told["batch"], "--by", "A001")[0] == 0
    code, _, wrong = run("import", "rooms", "--undo", told["batch"], "--by", "A001")
    assert (code, wrong) == (1, "§9.0 This file was not imported, or is undone already.\n")
    assert run("import", "rooms", "--template", str(out), "--by", "A001")[0] == 0
    assert "There is no community" in run("import", "rooms", str(good), "--community", "ZZ", "--by", "A001")[2]
    assert run("verify")[0] == 0
