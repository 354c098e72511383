"""What is typed into the forms of people and registry, cleaned and judged before it is kept."""

from __future__ import annotations

import unicodedata

from anju.procedure.given import MISSING, PHONE, WRONG, is_sound
from anju.procedure.steps import Kind
from anju.procedure.words import Refused, Words

FIELDS = {
    "staff_number": Words("工号", "Staff number"),
    "name": Words("姓名或名称", "Name"),
    "phone": Words("电话", "Phone"),
    "code": Words("代码", "Code"),
    "label": Words("设备名称", "Device"),
    "reason": Words("原因", "Reason"),
    "contact": Words("联系人", "Contact"),
    "call_wish": Words("来电约定", "Wish for calls"),
    "tags": Words("标签", "Tags"),
    "recipient": Words("交给谁", "Handed to"),
    "purpose": Words("用途", "Purpose"),
    "note": Words("说了什么", "What was said"),
    "kind": Words("来由", "Why to call"),
    "remark": Words("说明", "Remark"),
    "no_answer": Words("未接通原因", "Why not reached"),
    "end": Words("结果", "What became of it"),
    "why": Words("说清的内容或原因", "What was said, or why"),
    "case": Words("单号", "Case number"),
    "text": Words("提示", "Hint"),
}
TOO_MUCH = Words("“{of}”不超过 {longest} 字。", "“{of}” has at most {longest} characters.")
TOO_LONG = Words("“{of}”写成一行，不超过 {longest} 字。", "“{of}” is one line of at most {longest} characters.")


def line(clause: str, field: str, text: str, *, longest: int, required: bool = True) -> str:
    """One line, trimmed and in NFC; Refused when empty, too long or with control characters."""
    clean = unicodedata.normalize("NFC", text).strip()
    if not clean and required:
        raise Refused(clause, MISSING, field, of=FIELDS[field])
    if len(clean) > longest or not clean.isprintable():
        raise Refused(clause, TOO_LONG, field, of=FIELDS[field], longest=longest)
    return clean


def text(clause: str, field: str, text: str, *, longest: int, required: bool = True) -> str:
    """Some lines, trimmed and in NFC; Refused when missing or too long, or where no paper could hold them."""
    clean = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()
    if not clean and required:
        raise Refused(clause, MISSING, field, of=FIELDS[field])
    if len(clean) > longest or not is_sound(clean):
        raise Refused(clause, TOO_MUCH, field, of=FIELDS[field], longest=longest)
    return clean


def phone_number(clause: str, field: str, text: str) -> str:
    """A phone number, or none."""
    clean = unicodedata.normalize("NFKC", text).strip()
    if clean and not PHONE.fullmatch(clean):
        raise Refused(clause, WRONG[Kind.PHONE], field, of=FIELDS["phone"])
    return clean
