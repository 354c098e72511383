"""Chapter people: the deeds that can be done with a person, each with the fields of its form (§5.0, §7.1.9)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from anju.actions import absences, access
from anju.actions import people as hands
from anju.actions import second_factor as factor
from anju.actions.rights import manages
from anju.procedure.natures import NATURES, TABLES
from anju.procedure.posts import Post
from anju.procedure.words import Words
from anju.records.models import Absence, Appointment, Community, Delegation, Department, Person

from . import deeds, wording
from .deeds import Deed, Fields
from .desk import Request
from .forms import day, moment

FROM = gettext_lazy("自")
UNTIL = gettext_lazy("至")


def _person_fields(request: Request, _: object) -> Fields:
    return {
        "staff_number": deeds.line(gettext("工号"), 20),
        "name": deeds.line(gettext("姓名"), 60),
        "phone": deeds.line(gettext("电话"), 26, required=False),
        "password": _password(required=False),
    }


def _password(*, required: bool = True, help_text: str = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    label = gettext("新密码")
    return forms.CharField(
        label=label, required=required, max_length=200, strip=False, widget=widget, help_text=help_text
    )


def _pin() -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric"})
    return forms.CharField(label=gettext("快捷码（4 到 8 位数字）"), max_length=8, widget=widget)


def _device_fields(request: Request, person: Person) -> Fields:
    devices = person.devices.filter(revoked_at=None).order_by("-registered_at")
    return {"device": deeds.RowField(gettext("设备"), devices, said=lambda row: str(row.label))}


def seen_communities(request: Request) -> Any:
    visible = Community.objects.visible_to(request.user, request.now)
    return visible.filter(is_company=False).order_by("code")


def _appoint_fields(request: Request, _: Person) -> Fields:
    communities = seen_communities(request)
    departments = Department.objects.filter(community__in=communities, closed_on=None)
    posts = [(post.value, wording.words(post.words)) for post in Post]
    department = deeds.RowField(
        gettext("部门（处理人和班长）"),
        departments.select_related("community"),
        required=False,
        said=lambda row: f"{row.community.name} · {row.name}",
    )
    return {
        "post": forms.TypedChoiceField(label=gettext("岗位"), choices=[("", ""), *posts], coerce=Post),
        "community": deeds.RowField(gettext("小区（公司岗位不选）"), communities, required=False, to_field="code"),
        "department": department,
        "starts_on": day(label=FROM, initial=request.now.astimezone(wording.ZONE).date()),
        "ends_on": day(label=UNTIL, required=False, help_text=gettext("不填为长期")),
    }


def _running(person: Person) -> Any:
    return person.appointments.filter(ends_on=None).select_related("person", "community", "department")


def _end_fields(request: Request, person: Person) -> Fields:
    field = deeds.RowField(gettext("任职"), _running(person), said=post_line)
    return {"appointment": field, "ends_on": day(label=gettext("最后一天"))}


def post_line(row: Appointment) -> str:
    """A post as people say it: which, where."""
    where = row.community.name if row.community else gettext("公司")
    department = f" · {row.department.name}" if row.department else ""
    return f"{wording.words(Post(row.post).words)} · {where}{department}"


def _absence_fields(request: Request, person: Person) -> Fields:
    others = Person.objects.visible_to(request.user, request.now).working().exclude(pk=person.pk)
    return {
        "community": deeds.RowField(gettext("小区"), seen_communities(request), to_field="code"),
        "starts_at": moment(label=FROM),
        "ends_at": moment(label=UNTIL),
        "stand_in": deeds.RowField(
            gettext("代理人（主任必选）"), others.order_by("name_key"), required=False, to_field="uuid"
        ),
        "reason": deeds.line(gettext("原因"), 200, required=False),
    }


def _authorise_fields(request: Request, person: Person) -> Fields:
    natures = [(each.name, wording.words(each.words)) for each in NATURES if each.name in TABLES]
    field = forms.MultipleChoiceField(label=gettext("性质"), choices=natures, initial=[natures[0][0]])
    return {
        "community": deeds.RowField(gettext("小区"), seen_communities(request), to_field="code"),
        "natures": field,
        "starts_at": moment(label=FROM, initial=request.now),
        "ends_at": moment(label=UNTIL),
    }


def _revoke_fields(request: Request, person: Person) -> Fields:
    running = Delegation.objects.filter(holder=person, revoked_at=None, ends_at__gt=request.now)
    field = deeds.RowField(
        gettext("授权"),
        running.select_related("community", "holder"),
        said=lambda row: f"{row.community.name} · {wording.when(row.ends_at, request.now)}",
    )
    return {"delegation": field}


def _absent_fields(request: Request, person: Person) -> Fields:
    field = deeds.RowField(
        gettext("离岗"),
        absences_of(person, request),
        said=lambda row: wording.when(row.starts_at, request.now),
    )
    return {"absence": field}


def absences_of(person: Person, request: Request) -> Any:
    running = Absence.objects.filter(person=person, cancelled_at=None, ends_at__gt=request.now)
    return running.select_related("community", "stand_in").order_by("starts_at")


NOTHING: Fields = {}
KEYS = frozenset({"set_password", "set_pin", "revoke_device"})  # of those one looks after, see rights.manages
ADD = (Deed(hands.DEEDS["add_person"], "user-plus", _person_fields, lambda _, **given: hands.add_person(**given)),)
DONE = (
    Deed(
        hands.DEEDS["appoint"],
        "id-badge-2",
        _appoint_fields,
        lambda person, **given: hands.appoint(person=person, **given),
    ),
    Deed(
        hands.DEEDS["end_appointment"],
        "id-off",
        _end_fields,
        lambda _, **given: hands.end_appointment(**given),
    ),
    Deed(
        absences.DEEDS["absence"],
        "beach",
        _absence_fields,
        lambda person, **given: absences.absence(person=person, **given),
    ),
    Deed(
        absences.DEEDS["cancel_absence"],
        "arrow-back-up",
        _absent_fields,
        lambda _, **given: absences.cancel_absence(**given),
    ),
    Deed(
        access.DEEDS["authorise"],
        "phone-check",
        _authorise_fields,
        lambda person, **given: access.authorise(holder=person, **given),
    ),
    Deed(access.DEEDS["revoke"], "phone-off", _revoke_fields, lambda _, **given: access.revoke(**given)),
    Deed(
        hands.DEEDS["set_password"],
        "key",
        lambda *_: {"password": _password(help_text=gettext("临时的，本人登录后先改"))},
        lambda person, **given: hands.set_password(person=person, **given),
        Words("重设密码", "Reset the password"),
    ),
    Deed(
        hands.DEEDS["set_pin"],
        "password-user",
        lambda *_: {"pin": _pin()},
        lambda person, **given: hands.set_pin(person=person, **given),
        Words("重设快捷码", "Reset the PIN"),
    ),
    Deed(
        access.DEEDS["revoke_device"],
        "device-mobile-x",
        _device_fields,
        lambda _, **given: access.revoke_device(**given),
    ),
    Deed(
        factor.DEEDS["reset_second_factor"],
        "device-mobile-off",
        lambda *_: NOTHING,
        lambda person, **given: factor.reset(person=person, **given),
    ),
    Deed(
        hands.DEEDS["leave"],
        "door-exit",
        lambda *_: {"left_on": day(label=gettext("最后一天"))},
        lambda person, **given: hands.leave(person=person, **given),
    ),
)


def adding() -> deeds.Desk:
    return deeds.Desk(ADD, None, None, lambda deed: reverse("person-add"))


def doing(request: Request, person: Person) -> deeds.Desk:
    """Deeds are judged where the asker and the person both are; what a company post may, it may anywhere."""
    mine = {each.community for each in request.user.held(request.now)}
    shared = [each.community for each in person.held(request.now) if each.community in mine and each.community]
    where = Community.objects.filter(pk__in=shared[:1]).first()
    href = lambda deed: reverse("person-do", args=[person.uuid, deed.name])  # noqa: E731
    own = frozenset({"absence", "cancel_absence"}) if person == request.user else frozenset()
    shut = frozenset() if manages(request.user, person, request.now) else KEYS
    return deeds.Desk(DONE, person, where, href, own, shut)
