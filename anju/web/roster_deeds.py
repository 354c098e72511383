"""Chapter people: what can be done with the roster of a centre - put on, take off, record an absence, cancel it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from anju.actions import absences, access
from anju.actions.journal import Answer
from anju.procedure.posts import Post
from anju.records.models import Absence, Appointment, Community, Delegation, Duty, Person
from anju.records.models.people import on_day

from . import deeds, wording
from .deeds import Deed, Fields
from .desk import Request
from .forms import moment


def people_of(request: Request, community: Community) -> Any:
    """Whoever works in a centre - or in the company - today."""
    held = on_day(request.now.astimezone(wording.ZONE).date())
    visible = Person.objects.visible_to(request.user, request.now).working()
    where = Q(community=None) if community.is_company else Q(community=community)
    working = Appointment.objects.filter(held, where).values("person")
    return visible.filter(pk__in=working).order_by("name_key", "staff_number")


def _span() -> Fields:
    return {"starts_at": moment(label=gettext("自")), "ends_at": moment(label=gettext("至"))}


def _person(request: Request, community: Community, label: Any, *, required: bool = True) -> Any:
    return deeds.RowField(label, people_of(request, community), required=required, to_field="uuid")


def _duty_fields(request: Request, community: Community) -> Fields:
    return {"person": _person(request, community, gettext("值班的人")), **_span()}


def _absence_fields(request: Request, community: Community) -> Fields:
    return {
        "person": _person(request, community, gettext("离岗的人")),
        **_span(),
        "stand_in": _person(request, community, gettext("代理人（主任必选）"), required=False),
        "reason": deeds.line(gettext("原因"), 200, required=False),
    }


def _duty(community: Community, **given: Any) -> Answer:
    return absences.duty(community=None if community.is_company else community, **given)


def _said(row: Any, now: datetime) -> str:
    return f"{row.person.name} · {wording.when(row.starts_at, now)} – {wording.when(row.ends_at, now)}"


def _cancel_duty_fields(request: Request, community: Community) -> Fields:
    where = None if community.is_company else community
    rows = Duty.objects.filter(community=where, ends_at__gt=request.now).select_related("person", "community")
    said = lambda row: _said(row, request.now)  # noqa: E731
    return {"duty": deeds.RowField(gettext("值班"), rows.order_by("starts_at"), said=said)}


def _cancel_absence_fields(request: Request, community: Community) -> Fields:
    rows = Absence.objects.filter(community=community, cancelled_at=None, ends_at__gt=request.now)
    rows = rows.select_related("person", "community").order_by("starts_at")
    return {"absence": deeds.RowField(gettext("离岗"), rows, said=lambda row: _said(row, request.now))}


def _revoke_fields(request: Request, community: Community) -> Fields:
    rows = Delegation.objects.filter(community=community, revoked_at=None, ends_at__gt=request.now)
    rows = rows.select_related("community", "holder").order_by("ends_at")
    return {"delegation": deeds.RowField(gettext("授权"), rows, said=lambda row: delegation_line(row, request.now))}


def delegation_line(row: Delegation, now: datetime) -> str:
    """Whom an authorisation is for, and until when."""
    holder = row.holder.name if row.holder else wording.words(Post(row.post).words)
    return f"{holder} · {wording.when(row.ends_at, now)}"


DUTY = Deed(absences.DEEDS["duty"], "calendar-plus", _duty_fields, _duty)
COMPANY_DUTY = Deed(absences.DEEDS["company_duty"], "calendar-plus", _duty_fields, _duty)
CANCEL_DUTY = Deed(
    absences.DEEDS["cancel_duty"], "calendar-x", _cancel_duty_fields, lambda _, **given: absences.cancel_duty(**given)
)
CENTRE = (
    DUTY,
    Deed(
        absences.DEEDS["absence"],
        "beach",
        _absence_fields,
        lambda community, **given: absences.absence(community=community, **given),
    ),
    CANCEL_DUTY,
    Deed(
        absences.DEEDS["cancel_absence"],
        "arrow-back-up",
        _cancel_absence_fields,
        lambda _, **given: absences.cancel_absence(**given),
    ),
    Deed(access.DEEDS["revoke"], "phone-off", _revoke_fields, lambda _, **given: access.revoke(**given)),
)


def doing(request: Request, community: Community) -> deeds.Desk:
    """The deeds of one place, judged there."""
    week = urlencode({"week": request.GET.get("week", "")})
    href = lambda deed: f"{reverse('roster-do', args=[community.code, deed.name])}?{week}"  # noqa: E731
    offered = (COMPANY_DUTY, CANCEL_DUTY) if community.is_company else CENTRE
    return deeds.Desk(offered, community, None if community.is_company else community, href)
