"""What went wrong in the demo this morning and was mended: one matter told twice, a room misheard, a slip."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from anju.procedure.merging import MERGES
from anju.records.models import Case

from . import cases
from .cases import Doing
from .merges import merge

if TYPE_CHECKING:
    from .demo_company import World
    from .demo_estate import Neighbour

SLIP = {"reason": "没看到已有同一件。"}
CODE, DESK = "YL", "Y002"
SAID, REGISTERED, MENDED = timedelta(minutes=6), timedelta(minutes=2), timedelta(minutes=1)


def mend(world: World, now: datetime) -> None:
    """The neighbour of a caller calls too; his room is amended, his case dispatched by mistake, taken back, merged."""
    first = Case.objects.filter(community__code=CODE, state__in=MERGES - {"answered", "follow_up"})
    found = first.order_by("-first_number").first()
    if found is None:
        return
    there = [each for each in world.neighbours[CODE] if each.room != found.room]
    who, wrong = there[0], there[1].room
    number = _told_again(world, found, who, wrong, now)
    director = world.director(CODE, now)
    desk, at = world.people[DESK], now - MENDED
    amended = {"place": who.room, "reason": "房号听错，核对来电后更正。"}
    cases.take(Doing(desk, world.key(), at), number=number, step="amend", facts=amended)
    department = found.community.departments.filter(closed_on=None).order_by("code").first()
    given = {"grade": found.grade, "category": found.category, "departments": [department.code if department else ""]}
    cases.take(Doing(director, world.key(), at), number=number, step="dispatch", facts=given)
    cases.take(
        Doing(director, world.key(), at), number=number, step="take_back", facts={"reason": "没看到已有同一件。"}
    )
    asked = Doing(director, world.key(), at)
    merge(asked, number=number, into=found.number, reason="与前一件反映的是同一件事，合并处理。")


def _told_again(world: World, case: Case, who: Neighbour, wrong: str, now: datetime) -> str:
    facts: dict[str, object] = {
        "said_at": now - SAID,
        "source": "phone",
        "speaker": who.role,
        "name": who.name,
        "phone": who.phone,
        "resident": who.key,
        "place": wrong,
        "content": f"我家这边也一样：{case.content}",
        "grade": case.grade,
        "category": case.category,
        "urgency": case.urgency,
        "told": "已告知服务中心正在处理，有结果会回话。",
    }
    given = {name: value for name, value in facts.items() if value}
    doing = Doing(world.people[DESK], world.key(), now - REGISTERED)
    done = cases.register(doing, community=case.community, nature_name="other", facts=given, then=("pass_on",))
    return str(done["number"])
