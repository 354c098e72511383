"""Chapter access: the ways through the door - password, second factor, PIN - and the forms they ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from .forms import KeyedForm

PASSWORD_BACKEND = "django.contrib.auth.backends.ModelBackend"  # noqa: S105 - a path, not a password


def _secret(label: Any, autocomplete: str) -> forms.CharField:
    attrs = {"autocomplete": autocomplete}
    return forms.CharField(label=label, strip=False, widget=forms.PasswordInput(attrs=attrs), max_length=200)


def _digits(label: Any, autocomplete: str, longest: int) -> forms.CharField:
    attrs = {"autocomplete": autocomplete, "inputmode": "numeric"}
    return forms.CharField(label=label, max_length=longest, widget=forms.PasswordInput(attrs=attrs))


def staff_number_field(*, required: bool = True) -> forms.CharField:
    attrs = {"autocomplete": "username"}
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(label=gettext_lazy("工号"), max_length=20, required=required, widget=widget)


def pin_field(label: Any, *, required: bool = True) -> forms.CharField:
    """A PIN that a browser neither keeps nor offers."""
    field = _digits(label, "off", 8)
    field.required = required
    return field


class SignIn(forms.Form):
    staff_number = staff_number_field()
    password = _secret(gettext_lazy("密码"), "current-password")


class ChangePerson(forms.Form):
    staff_number = staff_number_field()
    pin = pin_field(gettext_lazy("快捷码"))


class SecondFactor(KeyedForm):
    """Six digits of an authenticator."""

    token = forms.CharField(
        label=gettext_lazy("6 位数字"),
        max_length=7,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def clean_token(self) -> str:
        digits = str(self.cleaned_data["token"]).replace(" ", "")
        if not digits.isdecimal():
            raise forms.ValidationError(gettext("只填验证器显示的 6 位数字"))
        return digits


class NewDevice(KeyedForm):
    """What its person calls the phone or PC he signs in from."""

    label = forms.CharField(label=gettext_lazy("设备名称"), max_length=60)


class NewPassword(KeyedForm):
    """One's own password, proved by the old one."""

    old = _secret(gettext_lazy("现在的密码"), "current-password")
    password = _secret(gettext_lazy("新密码"), "new-password")


class NewPin(KeyedForm):
    """The PIN for the quick change of person, proved by the password."""

    old = _secret(gettext_lazy("现在的密码"), "current-password")
    pin = _digits(gettext_lazy("快捷码（4 到 8 位数字）"), "off", 8)
