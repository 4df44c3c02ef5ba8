"""The city whose plans are measured: a bureau with eight divisions, ten counties, a person in each role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yaodian.foundation.common.actor import SYSTEM, Actor
from yaodian.foundation.people import actions
from yaodian.foundation.people.models import Division, Membership, Organisation, Region, User
from yaodian.foundation.people.roles import Role

SINCE = date(2020, 1, 1)
COUNTIES = [
    "云麓区", "南屏区", "北屿区", "青禾县", "石坪县", "安平县", "青石瑶族彝族自治县", "永澜市", "临江县", "松岭县",
]  # fmt: skip
DIVISIONS = [
    "局领导", "办公室", "政策法规与创新体系建设科", "资源配置与管理科", "高新技术发展及产业化科", "农村科技科",
    "社会发展科技科", "成果转化与区域创新科", "外国专家与科技人才科",
]  # fmt: skip


@dataclass(frozen=True)
class Office:
    """What plans are divided among."""

    bureau: Organisation
    divisions: list[Division]
    counties: list[Region]
    clerk: User
    chief: User
    leaders: list[User]


def build() -> Office:
    """Make the city through the actions, like any other."""
    city = actions.add_region("990100", "云岭市", Region.Kind.CITY, by=SYSTEM)
    counties = [
        actions.add_region(f"9901{order:02}", name, Region.Kind.COUNTY, by=SYSTEM, parent=city, order=order)
        for order, name in enumerate(COUNTIES, start=1)
    ]
    bureau = actions.add_organisation("云岭市科学技术局", Organisation.Kind.BUREAU, city, by=SYSTEM)
    audit = actions.add_organisation("云岭市审计局", Organisation.Kind.GOVERNMENT, city, by=SYSTEM)
    divisions = [
        actions.add_division(bureau, name, by=SYSTEM, order=order) for order, name in enumerate(DIVISIONS)
    ]
    _person("auditor", "朱正", Role.AUDITOR, audit)
    for county in counties[:2]:
        seat = actions.add_organisation(
            f"{county.name}科学技术局", Organisation.Kind.GOVERNMENT, county, by=SYSTEM
        )
        _person(f"county-{county.code}", f"{county.name}经办", Role.COUNTY, seat, region=county)
    return Office(
        bureau=bureau,
        divisions=divisions[1:],
        counties=counties,
        clerk=_person("clerk", "周文静", Role.CLERK, bureau, division=divisions[4]),
        chief=_person("chief", "郑立新", Role.CHIEF, bureau, division=divisions[4]),
        leaders=[
            _person(f"leader{n}", name, Role.LEADER, bureau, division=divisions[0])
            for n, name in enumerate(["王海峰", "邵怀远", "韩若溪"], start=1)
        ],
    )


def _person(
    login: str, name: str, role: Role, organisation: Organisation, **place: Division | Region
) -> User:
    user = actions.add_user(login, name, by=SYSTEM)
    actions.grant_role(user, role, organisation, by=SYSTEM, starts_on=SINCE, **place)
    return user


def actor(login: str) -> Actor:
    memberships = Membership.objects.select_related("user", "organisation", "division", "region")
    membership = memberships.get(user__username=login)
    return Actor(membership.user, membership)
