"""Chapter drafts at the counter: what is typed into the register is kept a second later, and found again (no act)."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from anju.actions.drafts import delete_draft, save_draft
from anju.procedure.natures import TABLES
from anju.records.models import Act, Draft, Person

from .answers import done_at
from .desk import DESK, Request, behind_the_door

FORM = "register"
MOST = 20
LONGEST = 4000
BESIDE_THE_FACTS = (
    "community", "nature", "caller", "paper", "call_back", "happened", "late_reason", "telling", "how", "answer",
)  # fmt: skip
SAYS_SOMETHING = ("place", "name", "phone", "content", "told", "promise", "answer")


@require_POST
@behind_the_door(*DESK)
def keep(request: Request) -> HttpResponse:
    """Keeps what stands in the form; parked, it waits beside an empty one, and thrown away it is gone."""
    key = _key(request.POST)
    drop, park = "drop" in request.POST, "park" in request.POST
    if key and drop:
        delete_draft(by=request.user, form=FORM, subject=str(key))
    saved = _saved(request, key, parked=park) if key and not drop else False
    if drop or park:
        return done_at(f"{reverse('register')}?new=1")
    return render(request, "intake/_kept.html", {"saved": saved, "now": request.now})


def _saved(request: Request, key: UUID, *, parked: bool) -> bool:
    """Nothing is kept of an empty form, nor of one that has been registered meanwhile."""
    content = content_of(request.POST)
    if not any(content.get(name, "").strip() for name in SAYS_SOMETHING):
        return False
    kept = content | ({"parked": "1"} if parked else {})
    save_draft(by=request.user, now=request.now, form=FORM, subject=str(key), content=kept, key=key)
    # Asked afterwards: what is registered while this is under way would else leave its draft behind.
    if Act.objects.filter(actor=request.user, key=str(key)).exists():
        delete_draft(by=request.user, form=FORM, subject=str(key))
        return False
    return True


def content_of(sent: QueryDict) -> dict[str, str]:
    """The fields of the form as they were typed, whatever the law would say of them."""
    step = TABLES["other"].step("register")
    names = (*(fact.name for fact in step.facts), *BESIDE_THE_FACTS)
    return {name: str(sent[name])[:LONGEST] for name in names if sent.get(name)}


def _key(sent: QueryDict) -> UUID | None:
    with suppress(ValueError):
        return UUID(sent.get("key", ""))
    return None


def drafts_of(person: Person) -> list[Draft]:
    """What somebody has not saved yet, the latest first."""
    return list(Draft.objects.filter(person=person, form=FORM).order_by("-saved_at", "-pk")[:MOST])
