"""The standing cast: the people that every test speaks of, made through actions.

`assemble()` builds the city once in a test database; `actor("clerk")` gives the person in their role.
"""

from __future__ import annotations

from datetime import date

from yaodian.foundation.common.actor import SYSTEM, Actor
from yaodian.foundation.people import actions
from yaodian.foundation.people.models import Division, Membership, Organisation, Region, User
from yaodian.foundation.people.roles import Role

PASSWORD = "云岭-demo-2026"
SINCE = date(2020, 1, 1)

# name → (Chinese name, role, organisation, division)
CAST: dict[str, tuple[str, Role, str, str]] = {
    "clerk": ("周文静", Role.CLERK, "云岭市科学技术局", "高新技术科"),
    "colleague": ("吴建国", Role.CLERK, "云岭市科学技术局", "农村科技科"),
    "chief": ("郑立新", Role.CHIEF, "云岭市科学技术局", "高新技术科"),
    "leader": ("王海峰", Role.LEADER, "云岭市科学技术局", "局领导"),
    "county": ("冯小梅", Role.COUNTY, "青河县科技局", ""),
    "company": ("陈志远", Role.ENTERPRISE, "云岭精密轴承有限公司", ""),
    "other_company": ("褚丽华", Role.ENTERPRISE, "青河生物医药股份有限公司", ""),
    "expert": ("卫国强", Role.EXPERT, "云岭学院", ""),
    "conflicted_expert": ("蒋春生", Role.EXPERT, "云岭精密轴承有限公司", ""),
    "commissioner": ("沈田", Role.COMMISSIONER, "云岭学院", ""),
    "farmer": ("韩大山", Role.FARMER, "青河县科技局", ""),
    "bank": ("杨帆", Role.BANK, "云岭农商银行", ""),
    "auditor": ("朱正", Role.AUDITOR, "云岭市审计局", ""),
    "system_admin": ("秦系", Role.SYSTEM_ADMIN, "云岭市科学技术局", "局领导"),
    "security_admin": ("尤安", Role.SECURITY_ADMIN, "云岭市科学技术局", "局领导"),
    "audit_admin": ("许审", Role.AUDIT_ADMIN, "云岭市科学技术局", "局领导"),
    "stranger": ("何生", Role.FARMER, "云岭学院", ""),
}
ORGANISATIONS = {
    "云岭市科学技术局": Organisation.Kind.BUREAU,
    "青河县科技局": Organisation.Kind.GOVERNMENT,
    "云岭市审计局": Organisation.Kind.GOVERNMENT,
    "云岭精密轴承有限公司": Organisation.Kind.ENTERPRISE,
    "青河生物医药股份有限公司": Organisation.Kind.ENTERPRISE,
    "云岭学院": Organisation.Kind.INSTITUTION,
    "云岭农商银行": Organisation.Kind.BANK,
}
DIVISIONS = ["局领导", "办公室", "高新技术科", "农村科技科"]


def assemble() -> None:
    """Make the city and its people; call it once in a database."""
    city = actions.add_region("990100", "云岭市", Region.Kind.CITY, by=SYSTEM)
    county = actions.add_region("990121", "青河县", Region.Kind.COUNTY, by=SYSTEM, parent=city, order=1)
    for order, (name, kind) in enumerate(ORGANISATIONS.items()):
        region = county if name.startswith("青河") else city
        actions.add_organisation(name, kind, region, by=SYSTEM, order=order)
    bureau = Organisation.objects.get(kind=Organisation.Kind.BUREAU)
    for order, name in enumerate(DIVISIONS):
        actions.add_division(bureau, name, by=SYSTEM, order=order)
    for order, key in enumerate(CAST):
        _add(key, order)


def _add(key: str, order: int) -> None:
    name, role, organisation_name, division_name = CAST[key]
    user = actions.add_user(
        key, name, by=SYSTEM, password=PASSWORD, email=f"{key}@yunling.example", order=order
    )
    organisation = Organisation.objects.get(name=organisation_name)
    division = Division.objects.filter(organisation=organisation, name=division_name).first()
    region = organisation.region if role == Role.COUNTY else None
    actions.grant_role(user, role, organisation, by=SYSTEM, division=division, region=region, starts_on=SINCE)


def actor(key: str) -> Actor:
    user = User.objects.get(username=key)
    membership = Membership.objects.select_related("organisation", "division", "region").get(user=user)
    return Actor(user, membership)
