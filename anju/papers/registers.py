"""Registers as xlsx: the empty template with its notes, and the sentences about what is wrong in a file."""

from __future__ import annotations

import io
from collections.abc import Iterable

import xlsxwriter

from anju.procedure.registers import Fault, Register, letters
from anju.procedure.words import Language, Words

from .lists import harmless

NOTES = Words("填写说明", "Notes")
FAULTS = Words("需要改正", "To be mended")
HEADINGS = (
    Words("列", "Column"),
    Words("必填", "Required"),
    Words("示例", "Example"),
    Words("说明", "Note"),
)
FAULT_HEADINGS = (Words("行", "Row"), Words("列", "Column"), Words("说明", "What to mend"))
YES = Words("是", "yes")


def template(register: Register, language: Language = "zh") -> bytes:
    """A sheet with the header alone, and a second one that says what goes into each column."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    head = book.add_format({"bold": True, "bottom": 1})
    must = book.add_format({"bold": True, "bottom": 1, "font_color": "#C92A2A"})
    text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(register.words.say(language))
    notes = book.add_worksheet(NOTES.say(language))
    sheet.freeze_panes(1, 0)
    for place, words in enumerate(HEADINGS):
        notes.write_string(0, place, words.say(language), head)
    notes.set_column(0, 2, 18)
    notes.set_column(3, 3, 60)
    for place, column in enumerate(register.columns):
        title = column.words.say(language)
        sheet.set_column(place, place, 16, text)
        sheet.write_string(0, place, title, must if column.required else head)
        required = YES.say(language) if column.required else ""
        said = (title, required, column.example, column.note.say(language))
        for cell, value in enumerate(said):
            notes.write_string(place + 1, cell, value)
    book.close()
    return file.getvalue()


def faults_as_xlsx(faults: Iterable[Fault], language: Language = "zh") -> bytes:
    """Every fault of a file, a row each: where it is, and the sentence."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    head = book.add_format({"bold": True, "bottom": 1})
    sheet = book.add_worksheet(FAULTS.say(language))
    sheet.freeze_panes(1, 0)
    sheet.set_column(2, 2, 90)
    for place, words in enumerate(FAULT_HEADINGS):
        sheet.write_string(0, place, words.say(language), head)
    for line, fault in enumerate(faults, 1):
        sheet.write_number(line, 0, fault.row)
        sheet.write_string(line, 1, letters(fault.column))
        sheet.write_string(line, 2, harmless(fault.say(language)))
    book.close()
    return file.getvalue()
