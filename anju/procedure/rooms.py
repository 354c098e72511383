"""How people say and write a room, and the one form they all stand for: building-unit-room, as registers write it.

What is not a room in this grammar (a lobby, a lift, a named place) is kept as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# What a place is used for, by the words for it; the longer word first.
USES = {
    "parking": ("车位", r"停车位|泊车位|车库位|车位|泊位"),
    "garage": ("车库", r"地下车库|车库|车房"),
    "shop": ("商铺", r"底层商铺|商铺|店铺|底商|门面房|门面|店面|铺面|铺"),
}
LONGEST_PART = 6  # beyond it a number is a phone or a date

_DASHES = re.compile(r"[‐‑‒–—―−－﹣ー~～]")
_BELOW = re.compile(r"(?:负|地下|(?<![0-9A-Z-])-(?=[0-9]+[层楼]))([一二三四五六七八九0-9]+)[层楼]?")
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千]+")
_FLOOR_AGAIN = re.compile(r"(?<=[栋幢座区期#元门楼-])([0-9]+)[层楼]-?(?=\1[0-9]{2}(?![0-9]))")  # 3栋12楼1201: 3-1201
_BETWEEN = re.compile(r"号楼|单元|[期区栋幢座楼门梯层室房号户#]|[-./\\\s,，、_]+")
_PART = re.compile(rf"[0-9A-Z]{{1,{LONGEST_PART}}}|[甲乙丙丁戊东南西北中]")
_BUILDING = re.compile(r"[期区栋幢座单]")
_ENDS_OPEN = re.compile(r"(?:号楼|单元|[期区栋幢座])$")
_ZEROS = re.compile(r"(?<![0-9A-Z])0+(?=[0-9])")
_PLAIN = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True, slots=True)
class Room:
    """A room as it was understood: its use (车位, 商铺 ...; empty for a home), its parts from the building down.

    `open`: a building or unit was named, and the room is still to be said.
    """

    use: str
    parts: tuple[str, ...]
    open: bool = False

    @property
    def form(self) -> str:
        return self.use + "-".join(self.parts)


def room(text: str) -> Room | None:
    """The room a text stands for; None if it is none in this grammar."""
    plain = _DASHES.sub("-", clean(text)).upper()
    use, plain = _use(plain)
    named = bool(_BUILDING.search(plain))
    is_open = not use and bool(_ENDS_OPEN.search(plain))
    plain = _BELOW.sub(lambda found: f"B{_digits(found[1])}-", plain)
    plain = _NUMERAL.sub(lambda found: _digits(found[0]), plain)
    plain = _FLOOR_AGAIN.sub("", plain)
    parts = tuple(filter(None, _BETWEEN.sub("-", plain).split("-")))
    if not parts or not all(_PART.fullmatch(part) for part in parts):
        return None
    if not named and not any(letter.isdigit() for part in parts for letter in part):
        return None
    return Room(use, parts, is_open)


def spoken(text: str) -> tuple[str, ...]:
    """The codes under which a register may have what was typed: the normal form first, then as it was written."""
    found = room(text)
    as_written = (clean(text), text.strip())
    return tuple(dict.fromkeys((found.form, *as_written) if found else as_written))


def clean(text: str) -> str:
    """Full-width and other compatible forms folded, blanks single."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def key(text: str) -> str:
    """What two spellings of one place share: the normal form, lower case, no zeros in front of a number."""
    found = room(text)
    if found:
        return _ZEROS.sub("", found.form).lower()
    return "".join(letter for letter in clean(text).lower() if letter.isalnum() or letter == "-")


def keys(code: str, kind: str = "") -> tuple[str, ...]:
    """Under which keys a place of the register is found: whole, without its unit, by its last part, by its use."""
    found = room(code)
    if not found:
        return tuple(filter(None, (key(code),)))
    first, last = found.parts[0], found.parts[-1]
    forms = ["-".join(found.parts), last, *([f"{first}-{last}"] if len(found.parts) > 2 else [])]
    use = found.use or USES.get(kind, ("",))[0]
    if use:
        forms += [use + each for each in forms]
    return tuple(dict.fromkeys(_ZEROS.sub("", form).lower() for form in forms))


def _use(plain: str) -> tuple[str, str]:
    """The use that is named, and the rest; a parking space in a garage is a parking space."""
    use = ""
    for word, pattern in USES.values():
        rest = re.sub(pattern, "-", plain)
        if rest != plain:
            use, plain = use or word, rest
    return use, plain


def _digits(numeral: str) -> str:
    """Chinese numerals as digits: by value (二十三) or one by one (一二〇一)."""
    if numeral.isascii():
        return numeral
    if not any(sign in _TENS for sign in numeral):
        return "".join(sign if sign.isascii() else str(_PLAIN[sign]) for sign in numeral)
    total = waiting = 0
    for sign in numeral:
        if sign in _TENS:
            total, waiting = total + (waiting or 1) * _TENS[sign], 0
        else:
            waiting = waiting * 10 + (int(sign) if sign.isascii() else _PLAIN[sign])
    return str(total + waiting)
