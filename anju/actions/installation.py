"""Chapter editions: what stands from the first start - the company with its chain, edition B/0, the dated days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from chinese_calendar import constants

from anju.procedure.calendars import DayKind
from anju.procedure.first_edition import FIRST_EDITION
from anju.procedure.numbers import community_code
from anju.procedure.words import Words
from anju.records import chain
from anju.records.models import Community, Day, Edition, Installation, ListedYear, Location

from .journal import Acting, Answer, Deed, act, opens_chain

INSTALL = Deed("install", "2.0", Words("安装", "Install"))
COMPANY_NAME = "物业服务公司"
SATURDAY = 5
YEARS_BACK = 3  # older lists bear on no deadline that is still asked about

# First day of the lunar year: the published lists do not say which of their days is the eve.
NEW_YEARS = (
    date(2020, 1, 25), date(2021, 2, 12), date(2022, 2, 1), date(2023, 1, 22), date(2024, 2, 10),
    date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6), date(2028, 1, 26), date(2029, 2, 13),
    date(2030, 2, 3), date(2031, 1, 23), date(2032, 2, 11), date(2033, 1, 31), date(2034, 2, 19),
    date(2035, 2, 8),
)  # fmt: skip


def install(
    *,
    now: datetime,
    training: bool = False,
    company_code: str = "HQ",
    company_name: str = COMPANY_NAME,
) -> None:
    """Makes the installation once; later calls change nothing."""
    if Installation.objects.exists():
        return

    def work(acting: Acting) -> Answer:
        found = Installation.objects.create(pk=1, created_at=now, training=training)
        chain.installation.cache_clear()
        company = Community.objects.create(
            code=community_code(company_code), name=company_name, is_company=True, created_at=now
        )
        Location.objects.create(community=company, kind="community", code=company_code, name=company_name)
        opens_chain(company)
        content = FIRST_EDITION.plain()
        Edition.objects.create(name=FIRST_EDITION.name, state="in_force", content=content, in_force_from=now)
        years = _list_days(now)
        days = list(Day.objects.order_by("day").values_list("day", "kind"))
        facts = {"edition": FIRST_EDITION.name, "training": training, "years": years, "days": days}
        acting.did(company, "installation", str(found.uuid), INSTALL, facts)
        return {"installation": str(found.uuid)}

    try:
        act(by=None, key="install", request={"do": "install"}, now=now, work=work)
    finally:
        chain.installation.cache_clear()


def listed_days(since: int) -> dict[date, DayKind]:
    """The published lists from a year on: holidays, the eves among them, the weekends worked instead."""
    found = dict.fromkeys(constants.holidays, DayKind.HOLIDAY)
    found |= {day: DayKind.MAKEUP for day in constants.workdays if day.weekday() >= SATURDAY}
    years = {day.year for day in constants.holidays}
    found |= {first - timedelta(days=1): DayKind.EVE for first in NEW_YEARS if first.year in years}
    return {day: found[day] for day in sorted(found) if day.year >= since}


def _list_days(now: datetime) -> list[int]:
    """The dated days of the years whose lists are known; any other year is provisional."""
    days = listed_days(now.year - YEARS_BACK)
    years = sorted({day.year for day in days})
    Day.objects.bulk_create(Day(day=day, kind=kind.value) for day, kind in days.items())
    ListedYear.objects.bulk_create(ListedYear(year=year) for year in years)
    return years
