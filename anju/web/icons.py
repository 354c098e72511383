"""Outline icons, inlined into the page: read once from the icon package, stripped to what a page needs."""

from __future__ import annotations

import re
from functools import cache

from markupsafe import Markup

from anju.libraries import PACKAGES

OUTLINE = PACKAGES / "@tabler" / "icons" / "icons" / "outline"
PATH = re.compile(r"<(?:path|circle|rect|line|polyline|ellipse)\b[^>]*?/>", re.DOTALL)
EMPTY_SQUARE = 'd="M0 0h24v24H0z"'


@cache
def icon(name: str, size: int = 18) -> Markup:
    """An icon without meaning of its own: a word always stands beside it, so readers aloud skip it."""
    drawn = (OUTLINE / f"{name}.svg").read_text(encoding="utf-8")
    strokes = "".join(part for part in PATH.findall(drawn) if EMPTY_SQUARE not in part)
    kind = "icon" if size == 18 else f"icon icon--{size}"
    return Markup(  # noqa: S704 - the file is the package's own drawing, not a person's words
        f'<svg class="{kind}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round" '
        f'stroke-linejoin="round" aria-hidden="true">{strokes}</svg>'
    )


STEP_ICONS = {
    "pass_on": "send",
    "dispatch": "arrows-split-2",
    "add_leg": "arrows-split-2",
    "accept": "hand-grab",
    "decline": "arrow-back-up",
    "arrive": "map-pin",
    "report": "message-check",
    "reassign": "switch-horizontal",
    "accept_report": "check",
    "return_report": "arrow-back-up",
    "attempt": "phone-off",
    "follow_up": "phone-call",
    "put_in_order": "files",
    "hand_over": "folder-share",
    "archive": "archive",
    "void": "ban",
    "note": "pencil",
    "see_to": "hand-stop",
    "tell": "speakerphone",
    "promise": "flag",
    "close_promise": "flag-check",
    "attach": "paperclip",
    "answer": "message-check",
    "identify": "user-search",
    "add_voice": "user-plus",
    "hold": "player-pause",
    "renew_hold": "player-pause",
    "ask_hold": "player-pause",
    "resume": "player-play",
    "extend": "calendar-plus",
    "ask_extension": "calendar-plus",
    "submit_extension": "calendar-up",
    "approve_extension": "check",
    "refuse_extension": "x",
    "refuse_request": "x",
    "hand_on": "share-3",
    "urge": "bell-ringing",
    "answer_urge": "message-reply",
    "amend": "edit",
    "take_back": "arrow-back-up",
    "take_back_leg": "arrow-back-up",
}
