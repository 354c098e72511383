"""§9.1 — Sheets to print from the browser: the record of a case, the receipt for its resident; sending out a number."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language, gettext, gettext_lazy, override
from django.views.decorators.http import require_POST, require_safe

from anju.actions import sending
from anju.actions.rights import may
from anju.papers import sheets
from anju.records.models import Case

from . import one_case, wording
from .answers import Refusal, attempted
from .desk import CASE_POSTS, Request, behind_the_door, page
from .forms import KeyedForm


class SendOutForm(KeyedForm):
    """Who gets the sheet with the number, and what for."""

    recipient = forms.CharField(label=gettext_lazy("交给谁"), max_length=sending.LONGEST_RECIPIENT)
    purpose = forms.CharField(label=gettext_lazy("用途"), max_length=sending.LONGEST_PURPOSE)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["recipient"].error_messages["required"] = gettext("请写明交给谁")
        self.fields["purpose"].error_messages["required"] = gettext("请写明用途")


@require_safe
@behind_the_door(*CASE_POSTS)
def record(request: Request, number: str) -> HttpResponse:
    """Masked: printing it is reading."""
    return _record(request, one_case.visible(request, number), SendOutForm())


@require_POST
@behind_the_door(*CASE_POSTS)
def send_out(request: Request, number: str) -> HttpResponse:
    """The number is shown and printed once the journal says for whom and what for."""
    case = one_case.visible(request, number)
    form = SendOutForm(request.POST)
    done = attempted(form, lambda: {"phone": _sent(request, case, form)})
    if isinstance(done, Refusal):
        return _record(request, case, form, done)
    return _record(request, case, form, phone=str(done["phone"]))


def _sent(request: Request, case: Case, form: SendOutForm) -> str:
    given = form.cleaned_data
    return sending.send_out(
        by=request.user,
        key=str(given["key"]),
        now=request.now,
        number=case.number,
        recipient=given["recipient"],
        purpose=given["purpose"],
    )


def _record(
    request: Request, case: Case, form: SendOutForm, refusal: Refusal | None = None, phone: str = ""
) -> HttpResponse:
    with override(_language(request)):
        context: dict[str, Any] = {
            "sheet": sheets.record_sheet(case, phone),
            "form": form,
            "refusal": refusal,
            "sent": form.cleaned_data if phone else None,
            "may_send": bool(case.phone) and may(request.user, sending.DEEDS["send_out"], case.community, request.now),
            "english": wording.language() == "en",
        }
        status = refusal.status if refusal else 200
        return page(request, "sheets/record.html", gettext("打印记录表"), status=status, here="cases", **context)


@require_safe
@behind_the_door(*CASE_POSTS)
def receipt(request: Request, number: str) -> HttpResponse:
    """受理回执: what the resident takes home."""
    case = one_case.visible(request, number)
    with override(_language(request)):
        context: dict[str, Any] = {"receipt": sheets.receipt(case), "english": wording.language() == "en"}
        return page(request, "sheets/receipt.html", gettext("受理回执"), here="cases", **context)


def _language(request: Request) -> str | None:
    """The language the paper is asked for in; else the reader's own."""
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else get_language()
