"""`anju import` and `anju export`, with the words a person types, read by the commands' own parsers."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from django.core.management import get_commands, load_command_class

from tests.build import Centre
from tests.registers import another_system, csv, doors, xlsx


def typed(name: str, *arguments: str) -> tuple[int, str, str]:
    """A command in this process and on its database: exit code, what was said, what was complained of."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        command: Any = load_command_class(get_commands()[name], name)
        command._called_from_command_line = True
        options = vars(command.create_parser("anju", name).parse_args(arguments))
        try:
            command.execute(*options.pop("args", ()), **options)
        except SystemExit as ended:
            return int(ended.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_9_0_a_register_is_checked_imported_exported_and_undone_by_commands(centre: Centre, tmp_path: Path) -> None:
    good, bad, out = tmp_path / "rooms.xlsx", tmp_path / "bad.csv", tmp_path / "out.xlsx"
    good.write_bytes(xlsx(another_system()))
    bad.write_bytes(csv([("楼栋", "房号"), ("5", ""), ("5", "101")], "gbk"))
    where = ("--community", "DC", "--by", "A001")

    code, said, _ = typed("import", "rooms", str(bad), *where, "--confirm", "--faults", str(tmp_path / "faults.xlsx"))
    assert (code, said.splitlines()[2]) == (1, "Row 2, “房号” (column B): is empty. Fill it in.")
    assert (tmp_path / "faults.xlsx").stat().st_size > 1000

    code, said, _ = typed("import", "rooms", str(good), *where)
    assert (code, said.splitlines()[-1]) == (0, "The file is sound; nothing was imported. Add --confirm.")
    code, said, _ = typed("import", "rooms", str(good), *where, "--confirm", "--json")
    told = json.loads(said)
    assert (code, told["imported"], told["counts"]["new"]) == (0, True, 3)

    code, said, _ = typed("export", "rooms", str(out), *where, "--json")
    rows = json.loads(said)["rows"]
    assert (code, rows) == (0, 3 + 3)  # those of the builder, those just imported
    assert out.stat().st_size == json.loads(said)["size"]

    doors_file = tmp_path / "doors.csv"
    doors_file.write_bytes(csv(doors()))
    code, said, _ = typed("import", "rooms", str(doors_file), *where, "--map", "单元代码=building", "--confirm")
    assert code == 0, said
    assert typed("import", "rooms", "--undo", told["batch"], "--by", "A001")[0] == 0
    code, _, wrong = typed("import", "rooms", "--undo", told["batch"], "--by", "A001")
    assert (code, wrong) == (1, "§9.0 This file was not imported, or is undone already.\n")
    assert typed("import", "rooms", "--template", str(out), "--by", "A001")[0] == 0
    assert "There is no community" in typed("import", "rooms", str(good), "--community", "ZZ", "--by", "A001")[2]
    assert typed("verify")[0] == 0
