"""The records, chapter by chapter."""

from .call_backs import CallBack
from .cases import Attachment, Case, Leg, Promise, Voice, Word
from .drafts import Draft
from .editions import Day, DayWindows, Edition, ListedYear, Override
from .exchange import ImportBatch, ImportRow
from .journal import Act, Entry, Fact, Head, Installation
from .notices import Job, Lease, Notice, Outbox
from .numbers import Counter, Number
from .people import Absence, Appointment, Delegation, Device, Duty, Person
from .registry import (
    Community,
    Department,
    ExternalParty,
    Hint,
    Household,
    Location,
    Residency,
    Resident,
    ResidentPhone,
    Stage,
)
from .search import CaseText, PlaceText
from .shifts import Shift
from .urges import Urge

__all__ = [
    "Absence",
    "Act",
    "Appointment",
    "Attachment",
    "CallBack",
    "Case",
    "CaseText",
    "Community",
    "Counter",
    "Day",
    "DayWindows",
    "Delegation",
    "Department",
    "Device",
    "Draft",
    "Duty",
    "Edition",
    "Entry",
    "ExternalParty",
    "Fact",
    "Head",
    "Hint",
    "Household",
    "ImportBatch",
    "ImportRow",
    "Installation",
    "Job",
    "Lease",
    "Leg",
    "ListedYear",
    "Location",
    "Notice",
    "Number",
    "Outbox",
    "Override",
    "Person",
    "PlaceText",
    "Promise",
    "Residency",
    "Resident",
    "ResidentPhone",
    "Shift",
    "Stage",
    "Urge",
    "Voice",
    "Word",
]
