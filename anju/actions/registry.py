"""Chapter registry: communities with their chains, places with dated stages, departments, outside parties."""

from __future__ import annotations

import re
from datetime import date, datetime
from itertools import pairwise

from anju.procedure.numbers import community_code
from anju.procedure.words import Refused, Words
from anju.records.models import Community, Department, ExternalParty, Location, Person, Stage
from anju.records.models.registry import PARTIES, STAGES

from .journal import Acting, Answer, Given, act, opens_chain
from .people import company
from .rights import CENTRE_HEAD, OFFICE, Right, check, table
from .wording import line, phone_number

DEEDS = table(
    Right("add_community", "2.0", Words("新增小区", "Add a community"), posts=OFFICE),
    Right("add_location", "2.0", Words("新增房号或部位", "Add a place"), posts=CENTRE_HEAD),
    Right("set_stage", "7.1.3", Words("登记交付阶段", "Set the stage of a place"), posts=CENTRE_HEAD),
    Right("add_department", "7.1.6", Words("新增部门", "Add a department"), posts=CENTRE_HEAD),
    Right("add_external_party", "7.1.6", Words("新增外部单位", "Add an outside party"), posts=CENTRE_HEAD),
)
# What may stand directly below what.
BELOW = {
    "community": {"phase", "building", "room", "shop", "garage", "parking", "place"},  # rooms: detached houses
    "phase": {"building", "room", "shop", "garage", "parking", "place"},
    "building": {"unit", "room", "shop", "garage", "parking", "place"},
    "unit": {"room", "shop", "place"},
    "garage": {"parking", "place"},
}
PLACE_CODE = re.compile(r"[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff.\-#]{0,38}")
KIND_WORDS = {
    "community": Words("小区", "community"),
    "phase": Words("期", "phase"),
    "building": Words("楼栋", "building"),
    "unit": Words("单元", "unit"),
    "room": Words("房屋", "room"),
    "shop": Words("商铺", "shop"),
    "garage": Words("车库", "garage"),
    "parking": Words("车位", "parking space"),
    "place": Words("公共部位", "common place"),
}
DIGITS = 5  # to which numbers in a sort key are filled up

CODE_TAKEN = Words("代码“{code}”已经用过，不能再用。", "The code “{code}” was used before; it cannot be used again.")
NAME_TAKEN = Words("已有小区叫“{name}”。", "There is a community named “{name}”.")
BAD_PLACE_CODE = Words(
    "房号“{code}”只能用字母、数字、汉字和 - . #，例如 3-2-1201。",
    "The code “{code}” takes letters, digits, Chinese characters and - . # only, such as 3-2-1201.",
)
NOT_BELOW = Words("“{kind}”不能放在“{above}”下面。", "“{kind}” cannot stand below “{above}”.")
OTHER_COMMUNITY = Words("上级不属于这个小区。", "What it stands below is of another community.")
STAGE_SET = Words("{day} 已登记过阶段。", "A stage is set for {day} already.")
NO_WAY_BACK = Words("已交付的不能再登记为在建。", "What was handed over cannot go back to construction.")
CHOOSE = Words("请从列出的选项里选。", "Choose from what is listed.")
DELIVERED_FIRST = Words("交付日期早于竣工日期。", "It cannot be delivered before it is completed.")
OTHER_DEPARTMENT = Words("部门不属于这个小区，或已撤销。", "The department is not of this community, or closed.")


def add_community(*, by: Person, key: str, now: datetime, code: str, name: str, phone: str = "") -> Answer:
    """Adds a community: its code for ever, the root of its places, its empty chain."""

    def work(acting: Acting) -> Answer:
        check(by, DEEDS["add_community"], None, now)
        called = line("2.0", "name", name, longest=60)
        if Community.objects.filter(code=community_code(code)).exists():
            raise Refused("9.0", CODE_TAKEN, "code", code=code)
        if Community.objects.filter(name=called).exists():
            raise Refused("2.0", NAME_TAKEN, "name", name=called)
        number = phone_number("2.0", "phone", phone)
        community = Community.objects.create(code=code, name=called, phone=number, created_at=now)
        Location.objects.create(community=community, kind="community", code=code, name=called)
        opens_chain(community)
        acting.did(company(), "community", code, DEEDS["add_community"], {"name": called, "phone": number})
        return {"community": code}

    request = {"do": "add_community", "code": code, "name": name, "phone": phone}
    return act(by=by, key=key, request=request, now=now, work=work)


def add_location(
    *,
    by: Person,
    key: str,
    now: datetime,
    parent: Location,
    kind: str,
    code: str,
    name: str,
    completed_on: date | None = None,
    delivered_on: date | None = None,
) -> Answer:
    """Adds a place below another of the same community."""
    community, dates = parent.community, {"completed_on": completed_on, "delivered_on": delivered_on}
    facts = {"parent": parent.code, "kind": kind, **dates}

    def work(acting: Acting) -> Answer:
        check(by, DEEDS["add_location"], community, now)
        clean = _place_code(community, code)
        if kind not in BELOW.get(parent.kind, ()):
            above = KIND_WORDS[parent.kind]
            raise Refused("2.0", NOT_BELOW, "kind", kind=KIND_WORDS.get(kind, kind), above=above)
        if completed_on and delivered_on and delivered_on < completed_on:
            raise Refused("2.0", DELIVERED_FIRST, "delivered_on")
        place = Location.objects.create(
            community=community,
            parent=parent,
            kind=kind,
            code=clean,
            name=line("2.0", "name", name, longest=80),
            sort_key=sort_key(clean),
            **dates,
        )
        acting.did(community, "location", clean, DEEDS["add_location"], {**facts, "name": place.name})
        return {"location": clean}

    request = {"do": "add_location", "community": community.code, "code": code, "name": name, **facts}
    return act(by=by, key=key, request=request, now=now, work=work)


def _place_code(community: Community, code: str) -> str:
    clean = code.strip()
    if not PLACE_CODE.fullmatch(clean):
        raise Refused("2.0", BAD_PLACE_CODE, "code", code=code)
    if Location.objects.filter(community=community, code=clean).exists():
        raise Refused("2.0", CODE_TAKEN, "code", code=clean)
    return clean


def sort_key(code: str) -> str:
    """What a place is sorted by: its code with every number filled up, so that 2 stands before 10."""
    return re.sub(r"[0-9]+", lambda number: number.group().zfill(DIGITS), code)


def set_stage(*, by: Person, key: str, now: datetime, location: Location, stage: str, starts_on: date) -> Answer:
    """§7.1.3: from a day on the place, and what stands below it, is under construction or handed over."""
    community = location.community

    def work(acting: Acting) -> Answer:
        check(by, DEEDS["set_stage"], community, now)
        if stage not in dict(STAGES):
            raise Refused("7.1.3", CHOOSE, "stage")
        Location.objects.select_for_update().get(pk=location.pk)
        if location.stages.filter(starts_on=starts_on).exists():
            raise Refused("7.1.3", STAGE_SET, "starts_on", day=starts_on)
        before = location.stages.filter(starts_on__lt=starts_on).order_by("-starts_on").first()
        after = location.stages.filter(starts_on__gt=starts_on).order_by("starts_on").first()
        order = [each.stage for each in (before, Stage(stage=stage), after) if each]
        if ("handed_over", "construction") in pairwise(order):
            raise Refused("7.1.3", NO_WAY_BACK, "stage")
        Stage.objects.create(location=location, stage=stage, starts_on=starts_on)
        facts = {"stage": stage, "starts_on": starts_on}
        acting.did(community, "location", location.code, DEEDS["set_stage"], facts)
        return {"location": location.code}

    request = {
        "do": "set_stage",
        "community": community.code,
        "location": location.code,
        "stage": stage,
        "starts_on": starts_on,
    }
    return act(by=by, key=key, request=request, now=now, work=work)


def add_department(*, by: Person, key: str, now: datetime, community: Community, code: str, name: str) -> Answer:
    """§7.1.6: adds a department that information can be dispatched to."""

    def work(acting: Acting) -> Answer:
        check(by, DEEDS["add_department"], community, now)
        clean = code.strip()
        if not PLACE_CODE.fullmatch(clean) or len(clean) > 20:
            raise Refused("7.1.6", BAD_PLACE_CODE, "code", code=code)
        if Department.objects.filter(community=community, code=clean).exists():
            raise Refused("7.1.6", CODE_TAKEN, "code", code=clean)
        called = line("7.1.6", "name", name, longest=40)
        Department.objects.create(community=community, code=clean, name=called)
        acting.did(community, "department", clean, DEEDS["add_department"], {"name": called})
        return {"department": clean}

    request = {"do": "add_department", "community": community.code, "code": code, "name": name}
    return act(by=by, key=key, request=request, now=now, work=work)


def add_external_party(
    *,
    by: Person,
    key: str,
    now: datetime,
    department: Department,
    kind: str,
    name: str,
    contact: str = "",
    phone: str = "",
) -> Answer:
    """Adds a handler without an account; the department enters for it."""
    community = department.community

    def work(acting: Acting) -> Answer:
        check(by, DEEDS["add_external_party"], community, now)
        if kind not in dict(PARTIES):
            raise Refused("7.1.6", CHOOSE, "kind")
        if department.closed_on:
            raise Refused("7.1.6", OTHER_DEPARTMENT, "department")
        party = ExternalParty.objects.create(
            community=community,
            department=department,
            kind=kind,
            name=line("7.1.6", "name", name, longest=80),
            contact=line("7.1.6", "contact", contact, longest=60, required=False),
            phone=phone_number("7.1.6", "phone", phone),
        )
        facts = {
            "department": department.code,
            "name": party.name,
            "contact": Given(party.contact, personal=True),
            "phone": Given(party.phone, personal=True),
        }
        acting.did(community, "party", kind, DEEDS["add_external_party"], facts)
        return {"party": party.name}

    said = {"name": name, "contact": contact, "phone": phone}
    request = {"do": "add_external_party", "community": community.code, "kind": kind, "department": department.code}
    return act(by=by, key=key, request={**request, **said}, now=now, work=work)
