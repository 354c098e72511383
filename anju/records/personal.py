"""Which text columns may name or describe a person. Every one of every record is listed; a test finds a new one.

`BY_FACT`: blanked when the fact it came from is erased. `BY_ROW`: blanked or deleted with its row. `BY_TIME`: gone by
itself. `STAFF`: of people who work here, kept as long as the record of what they did.
"""

from __future__ import annotations

from enum import StrEnum


class Personal(StrEnum):
    """How a personal column is emptied."""

    BY_FACT = "by_fact"
    BY_ROW = "by_row"
    BY_TIME = "by_time"
    STAFF = "staff"


FACT, ROW, TIME, STAFF = Personal.BY_FACT, Personal.BY_ROW, Personal.BY_TIME, Personal.STAFF

PERSONAL: dict[str, dict[str, Personal]] = {
    "Person": {
        "staff_number": STAFF, "name": STAFF, "name_key": STAFF, "phone": STAFF, "password": STAFF, "pin": STAFF,
    },
    "Absence": {"reason": STAFF},
    "Device": {"label": STAFF},
    "ExternalParty": {"name": STAFF, "contact": STAFF, "phone": STAFF},
    "Resident": {"name": ROW, "name_key": ROW, "tags": ROW, "call_wish": ROW},
    "ResidentPhone": {"number": ROW, "tail": ROW},
    "Case": {
        "name": FACT, "phone": FACT, "relayer": FACT, "spot": FACT, "content": FACT, "outside_order": FACT,
        "holding": FACT,
    },
    "Leg": {"instruction": FACT, "result": FACT},
    "Number": {"reason": FACT},
    "Word": {"text": FACT},
    "Promise": {"text": FACT},
    "Voice": {"name": FACT, "phone": FACT, "content": FACT},
    "Urge": {"text": FACT, "answer": FACT},
    "Attachment": {"name": FACT},
    "CallBack": {"phone": FACT, "name": FACT, "note": FACT, "why": FACT},
    "Shift": {"remark": FACT},
    "Fact": {"value": FACT, "salt": FACT},
    "Draft": {"content": TIME},
    "Hint": {"text": TIME},
    "Job": {"content": TIME, "error": TIME},
    "Outbox": {"error": TIME},
    "CaseText": {"words": FACT, "phones": FACT, "names": FACT},
    "PlaceText": {"words": ROW, "phones": ROW, "names": ROW},
    "ImportBatch": {"file_name": STAFF, "content": TIME},
}  # fmt: skip

# Codes, states, digests, texts of the procedure: they name nobody. A room is a place; who lives there is not told.
IMPERSONAL: dict[str, tuple[str, ...]] = {
    "Person": ("language",),
    "Appointment": ("post",),
    "Delegation": ("post", "natures"),
    "Device": ("token_digest",),
    "Community": ("code", "name", "phone"),
    "Location": ("kind", "code", "name", "sort_key"),
    "Shift": ("items",),
    "Stage": ("stage",),
    "Residency": ("role",),
    "Department": ("code", "name"),
    "ExternalParty": ("kind",),
    "Case": (
        "first_number", "number", "nature", "state", "grade", "category", "source", "urgency", "speaker", "edition",
        "room", "call", "outcome", "merged_into", "repeat_of",
    ),
    "Leg": ("state", "held_for", "request"),
    "Urge": ("ending",),
    "Number": ("number", "form", "month", "state", "transferred_to"),
    "Counter": ("form", "month"),
    "Word": ("whom", "channel", "telling"),
    "Promise": ("kept",),
    "Voice": ("room", "outcome"),
    "Attachment": ("digest",),
    "CallBack": ("kind", "end"),
    "Draft": ("form", "subject"),
    "Edition": ("name", "state", "content"),
    "Override": ("content",),
    "Day": ("kind", "history"),
    "DayWindows": ("windows", "reason", "history"),
    "Act": ("actor_key", "key", "request_digest", "answer"),
    "Entry": (
        "subject_kind", "subject_key", "law", "step", "clause", "left", "entered", "case_left", "case_entered",
        "effects", "marks", "previous_hash", "hash",
    ),
    "Fact": ("name", "digest"),
    "Head": ("hash", "mac"),
    "Outbox": ("key", "channel", "topic", "provider_id"),
    "Notice": ("step", "about"),
    "Job": ("kind", "state"),
    "CaseText": ("kind", "rooms", "numbers", "days"),
    "PlaceText": ("kind", "rooms", "numbers", "days"),
    "ImportBatch": ("kind", "state", "digest", "by_hand", "counts"),
    "ImportRow": ("kind", "name", "before"),
    "Lease": ("name", "holder"),
}  # fmt: skip
