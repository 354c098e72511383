"""§7.1.10 — The holding under which a case is kept: of its own month, and given to no other case."""

from __future__ import annotations

import unicodedata

from anju.procedure.archive import CLAUSE, NOT_ITS_OWN, TAKEN, Holding
from anju.procedure.words import Refused
from anju.records.archive import of_sheaf, sheaf_of
from anju.records.models import Case, Counter


def check_holding(case: Case, given: object) -> None:
    """Refuses a running number of another month or one that is taken; labels of another kind may be shared."""
    holding = " ".join(unicodedata.normalize("NFC", str(given)).split())
    sheaf = sheaf_of(case)
    community, form, month = sheaf
    found = Holding.parse(holding)
    if found is None and not holding.startswith(f"{community}-{form}-"):
        return
    if found is None or found.sheaf != sheaf:
        raise Refused(CLAUSE, NOT_ITS_OWN, "holding", prefix="-".join(sheaf))
    # Two archivists who take the same number wait here for each other: the counter of the month is always there.
    list(Counter.objects.select_for_update(of=("self",)).filter(community=case.community_id, form=form, month=month))
    other = Case.objects.filter(of_sheaf(*sheaf), holding=holding).exclude(pk=case.pk).first()
    if other is not None:
        raise Refused(CLAUSE, TAKEN, "holding", holding=holding, number=other.number)
