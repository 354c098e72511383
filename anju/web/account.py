"""Chapter access at the counter: signing in and out, the second factor, the quick change of person, one's own page."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language, gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_otp import login as otp_login
from django_otp.plugins.otp_totp.models import TOTPDevice

from anju.actions import access
from anju.actions import people as hands
from anju.actions import second_factor as factor
from anju.actions.journal import Answer
from anju.procedure.posts import Post
from anju.procedure.words import Refused, Words
from anju.records.models import Device, Person

from . import clock, devices, entering
from .answers import Refusal, attempted, done_at
from .desk import (
    CASE_POSTS,
    PLACES,
    TEMPORARY,
    THEMES,
    Request,
    behind_the_door,
    page,
    person_of,
    posts_of,
    say_done,
)
from .forms import KeyedForm

WRONG_PASSWORD = Words("现在的密码不对。", "The present password is wrong.")
YEAR = 365 * 24 * 3600
DAY_BEGINS = (
    (Post.DIRECTOR, "board"),
    (Post.COMPANY, "overview"),
    (Post.EXECUTIVE, "overview"),
    (Post.FRONT_DESK, "cases"),
    (Post.NIGHT_DESK, "cases"),
    (Post.ARCHIVIST, "archive"),
    (Post.FOREMAN, "tasks"),
    (Post.HANDLER, "tasks"),
)


@require_safe
@behind_the_door()
def home(request: Request) -> HttpResponse:
    """Everybody lands where his day begins; who works on no case, among people."""
    held = posts_of(request.user, request.now)
    begins = next((name for post, name in DAY_BEGINS if post in held), "cases")
    return redirect(begins if held & CASE_POSTS else "people")


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    form = entering.SignIn(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return page(request, "signin.html", gettext("登录"), status=422 if form.is_bound else 200, form=form)
    given = form.cleaned_data
    person = authenticate(request, **given)  # by the names that the throttle counts by
    if person is None:
        form.add_error(None, gettext("工号或密码不对，请再输一次"))
        return page(request, "signin.html", gettext("登录"), status=422, form=form)
    login(request, person)
    if hands.is_temporary(person) and not clock.now()[1]:
        request.session[TEMPORARY] = True
    return devices.forget_of_others(request, onward(request), person)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    devices.signed_out(request, str(uuid.uuid4()), clock.now()[0])
    logout(request)
    return devices.forget(redirect("sign-in"))


@sensitive_post_parameters("pin")
@require_http_methods(["GET", "HEAD", "POST"])
@behind_the_door()
def change_person(request: Request) -> HttpResponse:
    form = entering.ChangePerson(request.POST or None)
    title = gettext("换人")
    if request.method != "POST":
        return page(request, "change_person.html", title, form=form, refusal=None)
    done = attempted(form, lambda: {"person": access.change_person(**form.cleaned_data, now=request.now)})
    if isinstance(done, Refusal):
        return page(request, "change_person.html", title, status=done.status, form=form, refusal=done)
    person = cast(Person, done["person"])
    login(request, person, backend=entering.PASSWORD_BACKEND)
    return devices.forget_of_others(request, done_at(_same_place(request, person)), person)


def _same_place(request: Request, person: Person) -> str:
    """Where the other one stood, if it is a place of this one too."""
    held, wanted = posts_of(person, request.now), request.POST.get("next", "")
    mine = {reverse(each.name) for each in PLACES if not each.posts or each.posts & held}
    return wanted if wanted in mine else "home"


@sensitive_post_parameters("token")
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """§5.0: asked of company posts after the password; enrolled at the first sign-in."""
    person = person_of(request)
    if person is None:
        return redirect("sign-in")
    device = factor.device_of(person)
    form = entering.SecondFactor(request.POST or None)
    if request.method == "POST":
        done = attempted(form, lambda: {"device": _proved(request, person, device, form)})
        if not isinstance(done, Refusal):
            otp_login(request, done["device"])
            return onward(request)
    return _second_factor_page(request, device, form)


def _proved(request: HttpRequest, person: Person, device: TOTPDevice | None, form: entering.SecondFactor) -> TOTPDevice:
    """The authenticator, if the digits are its own."""
    code, key = form.cleaned_data["token"], str(form.cleaned_data["key"])
    if device is None:
        secret = request.session.get("second_factor", "")
        return factor.enrol(by=person, key=key, now=timezone.now(), secret=secret, code=code)
    if not device.verify_token(code):
        raise Refused("5.0", factor.WRONG_CODE, "token")
    return device


def _second_factor_page(request: HttpRequest, device: TOTPDevice | None, form: entering.SecondFactor) -> HttpResponse:
    """Before it is enrolled, the page shows the secret; it waits in the session until a code proves it."""
    secret = ""
    if device is None:
        secret = request.session.setdefault("second_factor", factor.new_secret())
    shown = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    status = 422 if form.errors else 200
    return page(request, "second_factor.html", gettext("第二重验证"), status=status, form=form, secret=shown)


def onward(request: HttpRequest) -> HttpResponse:
    """To where somebody wanted to go, if that is here; in his own language from now on."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    answer = redirect(wanted if safe and wanted else "home")
    person = person_of(request)
    if person and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        remember(answer, settings.LANGUAGE_COOKIE_NAME, person.language)
    return answer


@require_POST
def reader(request: HttpRequest) -> HttpResponse:
    """Language and light, kept in this browser; no act and no record."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    answer = redirect(wanted if safe and wanted else reverse("home"))
    language, theme = request.POST.get("language", ""), request.POST.get("theme", "")
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        remember(answer, settings.LANGUAGE_COOKIE_NAME, language)
    if theme in THEMES:
        remember(answer, "anju_theme", theme)
    return answer


def remember(answer: HttpResponse, name: str, value: str) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    answer.set_cookie(name, value, max_age=YEAR, secure=secure, httponly=True, samesite="Lax")


@require_safe
@behind_the_door()
def show(request: Request) -> HttpResponse:
    """One's own page: posts, password, PIN, language and light."""
    return _own_page(request, entering.NewPassword(), entering.NewPin())


@sensitive_post_parameters("old", "password", "pin")
@require_POST
@behind_the_door()
def set_word(request: Request, which: str) -> HttpResponse:
    """A new password or PIN; the old password proves who asks."""
    form = entering.NewPassword(request.POST) if which == "password" else entering.NewPin(request.POST)
    done = attempted(form, lambda: _set(request, which, form))
    if isinstance(done, Refusal):
        forms = {"password": entering.NewPassword(), "pin": entering.NewPin(), which: form}
        return _own_page(request, forms["password"], forms["pin"], done)
    if which == "password":
        update_session_auth_hash(request, Person.objects.get(pk=request.user.pk))
        request.session.pop(TEMPORARY, None)
    say_done(request, gettext("已保存"), gettext("下次登录或换人时用新的"))
    return done_at("account")


@require_POST
@behind_the_door()
def register_device(request: Request) -> HttpResponse:
    """This phone or PC stays signed in; the session ends with it, so that revoking the device is enough."""
    form = entering.NewDevice(request.POST)
    done = attempted(form, lambda: {"token": _registered(request, form)})
    if isinstance(done, Refusal):
        return _own_page(request, entering.NewPassword(), entering.NewPin(), done, device=form)
    logout(request)
    say_done(request, gettext("已登记"), gettext("这台设备以后不用再登录"))
    answer = done_at("account")
    devices.keep(answer, str(done["token"]))
    return answer


def _registered(request: Request, form: entering.NewDevice) -> str:
    given = form.cleaned_data
    return access.register_device(by=request.user, key=str(given["key"]), now=request.now, label=given["label"])


@require_POST
@behind_the_door()
def revoke_device(request: Request, device: int) -> HttpResponse:
    """One of one's own devices is signed out for good."""
    found = get_object_or_404(request.user.devices, pk=device)
    form = KeyedForm(request.POST)
    done = attempted(form, lambda: _revoked(request, form, found))
    if isinstance(done, Refusal):
        return _own_page(request, entering.NewPassword(), entering.NewPin(), done)
    say_done(request, gettext("已注销"), found.label)
    return done_at("account")


def _revoked(request: Request, form: KeyedForm, device: Device) -> Answer:
    return access.revoke_device(by=request.user, key=str(form.cleaned_data["key"]), now=request.now, device=device)


def _set(request: Request, which: str, form: KeyedForm) -> Answer:
    given = form.cleaned_data
    if not request.user.check_password(given["old"]):
        raise Refused("5.0", WRONG_PASSWORD, "old")
    person, key = request.user, str(given["key"])
    if which == "password":
        word = given["password"]
        return hands.set_password(by=person, key=key, now=request.now, person=person, password=word)
    return hands.set_pin(by=person, key=key, now=request.now, person=person, pin=given["pin"])


def _devices(request: Request, device: KeyedForm | None) -> dict[str, Any]:
    """One's own devices, this one among them, and the form to register it."""
    here = devices.device_here(request)
    named = entering.NewDevice(initial={"key": uuid.uuid4(), "label": devices.likely_name(request)})
    return {
        "devices": [(each, uuid.uuid4()) for each in request.user.devices.filter(revoked_at=None).order_by("pk")],
        "device": device or named,
        "this_device": here,
        "may_register": here is None and not request.user.needs_second_factor(request.now),
        "temporary": bool(request.session.get(TEMPORARY)),
    }


def _own_page(
    request: Request,
    password: KeyedForm,
    pin: KeyedForm,
    refusal: Refusal | None = None,
    device: KeyedForm | None = None,
) -> HttpResponse:
    held = request.user.appointments.filter(ends_on=None).select_related("community", "department")
    context: dict[str, Any] = {
        "password": password,
        "pin": pin,
        "appointments": [(Post(each.post).words, each) for each in held.order_by("starts_on")],
        "refusal": refusal,
        **_devices(request, device),
    }
    status = refusal.status if refusal else 200
    return page(request, "account/show.html", gettext("我的"), status=status, here="account", **context)
