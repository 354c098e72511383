"""The natures of information (§7.1.1-7.1.5) and the table of each nature that is built."""

from __future__ import annotations

from dataclasses import dataclass

from .other_information import TABLE as OTHER_INFORMATION
from .steps import Table
from .words import Words


@dataclass(frozen=True, slots=True)
class Nature:
    """One nature: where it is told apart, on which form it is kept."""

    name: str
    words: Words
    clause: str
    form: str
    paper: Words


NATURES = (
    Nature("other", Words("其他信息", "Other information"), "7.1.5", "KF1", Words("客户服务表1", "form KF1")),
    Nature("repair", Words("报修", "Repair"), "7.1.2", "BX1", Words("报修处理表1", "form BX1")),
    Nature("paid", Words("有偿服务", "Paid service"), "7.1.4", "YC1", Words("有偿服务表1", "form YC1")),
    Nature("complaint", Words("投诉", "Complaint"), "7.1.3", "TS1", Words("投诉处理表1", "form TS1")),
)

# A nature without a table is refused at registration and kept on its paper form meanwhile.
TABLES: dict[str, Table] = {OTHER_INFORMATION.nature: OTHER_INFORMATION}


def nature(name: str) -> Nature:
    """The nature called `name`; KeyError if there is none."""
    return {each.name: each for each in NATURES}[name]
