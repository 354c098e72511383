"""Drafts: what somebody typed and has not saved. No act, no journal; deleted on saving and after seven days."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from anju.records.models import Draft, Person

KEPT_FOR = timedelta(days=7)


def save_draft(
    *,
    by: Person,
    now: datetime,
    form: str,
    subject: str = "",
    content: Mapping[str, object],
    key: uuid.UUID | None = None,
) -> Draft:
    """Keeps what is typed so far. The draft's key stays the same until it is deleted: it is the act's key.

    `key` is the one the form was made with, if it has one.
    """
    values = {"content": dict(content), "saved_at": now}
    made = {**values, "key": key or uuid.uuid4()}
    draft, _ = Draft.objects.update_or_create(
        person=by, form=form, subject=subject, defaults=values, create_defaults=made
    )
    return draft


def delete_draft(*, by: Person, form: str, subject: str = "") -> None:
    """Deletes a draft, if there is one: what it held was saved or thrown away."""
    Draft.objects.filter(person=by, form=form, subject=subject).delete()


def delete_old(*, now: datetime) -> int:
    """Deletes what was not touched for seven days; says how many."""
    return Draft.objects.filter(saved_at__lte=now - KEPT_FOR).delete()[0]
