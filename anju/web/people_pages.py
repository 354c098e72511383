"""A person of the pages about people: found if he may be seen, else as if he did not exist."""

from __future__ import annotations

import uuid

from django.shortcuts import get_object_or_404

from anju.records.models import Person

from .desk import Request


def visible(request: Request, key: uuid.UUID) -> Person:
    found: Person = get_object_or_404(Person.objects.visible_to(request.user, request.now), uuid=key)
    return found
