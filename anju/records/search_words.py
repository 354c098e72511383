"""Chapter search: how a text is cut for the index - into pairs of characters that overlap, and single characters.

Texts between blanks and punctuation are cut apart: the single last character of one stands between its pairs and
those of the next, so that 漏水 水管 is not found by 漏水管.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from anju.procedure import rooms

BETWEEN = ("Z", "P", "S", "Cc", "Cf", "Cs")  # not Co and Cn: newer and private characters are words too
SHORTEST_TAIL = 4
MENTION = re.compile(r"(?<![0-9A-Za-z-])[0-9A-Za-z]{1,6}(?:-[0-9A-Za-z]{1,6}){1,3}(?![0-9A-Za-z-])")


def segments(text: str) -> list[str]:
    """The unbroken runs of letters, digits and characters, folded."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(" " if unicodedata.category(each).startswith(BETWEEN) else each for each in plain).split()


def pairs(segment: str) -> tuple[str, ...]:
    """The overlapping pairs of a run; the character itself if it is alone."""
    return tuple(segment[place : place + 2] for place in range(len(segment) - 1)) or (segment,)


def sequence(text: str) -> list[str]:
    """The tokens of a text in their order: the pairs of each run, ended by its last character."""
    found: list[str] = []
    for run in segments(text):
        found += (*pairs(run), run[-1]) if len(run) > 1 else (run,)
    return found


def phrased(text: str) -> tuple[str, ...]:
    """What has to stand side by side where a text is found; its last run may go on there."""
    found = sequence(text)
    return tuple(found[:-1] if len(found) > 1 and len(found[-2]) > 1 else found)


def cut(texts: Iterable[str]) -> str:
    """What the index holds of some texts: their tokens in order, then every character that is not yet there."""
    found = [token for text in texts for token in sequence(text)]
    ends = set(found)
    letters = dict.fromkeys(letter for token in found for letter in token)
    return " ".join((*found, *(letter for letter in letters if letter not in ends)))


def digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", text))


def reversed_phone(phone: str) -> str:
    """A phone from its last digit on: any tail is a beginning of it."""
    return digits(phone)[::-1]


def phones_cut(phones: Iterable[str]) -> str:
    return joined(reversed_phone(each) for each in phones)


def rooms_cut(codes: Iterable[str], kind: str = "", texts: Iterable[str] = ()) -> str:
    """Places under all their keys, and what is named in the texts under its own."""
    named = (rooms.key(each) for text in texts for each in mentioned(text))
    return joined((*(key for code in codes for key in rooms.keys(code, kind)), *named))


def mentioned(text: str) -> list[str]:
    """The rooms and numbers of several parts that a text names: 3-2-1101, 2026-KF1-03."""
    return MENTION.findall(unicodedata.normalize("NFKC", text))


def numbers_cut(numbers: Iterable[str]) -> str:
    """A number whole, without its community, without the month, and its serial alone."""
    found: list[str] = []
    for number in numbers:
        parts = number.lower().split("-")
        if len(parts) == 4:
            community, form, month, serial = parts
            found += (f"{community}-{form}-{month}-{serial}", f"{form}-{month}-{serial}", f"{form}-{serial}", serial)
    return joined(found)


def days_cut(days: Iterable[date]) -> str:
    """A day with its year, and without."""
    return joined(each for day in days for each in (f"{day:%Y%m%d}", f"{day:%m%d}"))


def joined(tokens: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(filter(None, tokens)))
