"""§7.1.1, §4.2 — What another page knows already when it opens the register, given in the address."""

from __future__ import annotations

from django.http import QueryDict

from anju.procedure.given import LINE_LIMIT

FIELDS = (
    "source", "speaker", "name", "place", "spot", "content", "said_at", "grade", "category", "urgency", "relayer",
    "outside_order", "outside_limit", "happened",
)  # fmt: skip
HEARD_IN, AGAIN, CALLER, PAPER, CALL_BACK = "heard_in", "again", "caller", "paper", "call_back"
# With one of these no draft is opened.
FRESH = frozenset({*FIELDS, HEARD_IN, AGAIN, CALLER, PAPER, CALL_BACK, "new", "key"})


def prefilled(asked: QueryDict) -> dict[str, object]:
    """The fields of the register form that the address fills in; every other name of the address is ignored.

    A page opens the register with `reverse("register")` and a query of these names:

    - a field of `FIELDS`, as the form itself would send it: `?source=return_visit&place=3-2-1201&name=曾晓梅`;
    - `heard_in=YL-KF1-202611-0063`: a new matter heard while that case was followed up - its speaker and place,
      source "follow-up call" (§4.2);
    - `again=YL-KF1-202611-0063`: another matter of the same call - its speaker, place and source, and the same call;
    - `caller=resident:<key>` or `caller=case:<number>`: whose phone it is. A phone itself never stands in an address
      or on a page: a record of its own adds its kind to `callers.KINDS`, and is named here by a token;
    - `paper=YL-KF1-202611-0099`: the number reserved on the sheet it was written on (with `happened`, the time on
      the sheet);
    - `call_back=<key>`: the call to make that this was; it knows who, where and what, and ends as the case;
    - `community`, `nature`: where, and which of the four.
    """
    known: dict[str, object] = {name: asked[name][:LINE_LIMIT] for name in FIELDS if asked.get(name)}
    if "happened" in known:
        known.setdefault("said_at", known["happened"])
    return known
