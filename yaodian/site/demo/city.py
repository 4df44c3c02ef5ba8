"""The demo city: its regions, organisations, divisions and thirty people. All of it is fictional."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.hashers import make_password

from yaodian.foundation.common.actor import SYSTEM
from yaodian.foundation.people import actions
from yaodian.foundation.people.models import Division, Organisation, Region, User
from yaodian.foundation.people.roles import Role

# The demo shows it on its sign-in page; outside demo mode these accounts are never made.
PASSWORD = "yunling-2026"  # noqa: S105

BUREAU = "云岭市科学技术局"
SINCE = date(2024, 1, 1)

COUNTIES = [
    ("990102", "云麓区"),
    ("990103", "南屏区"),
    ("990121", "青禾县"),
    ("990122", "石坪县"),
    ("990181", "永澜市"),
]

# name, short name, other names in documents
DIVISIONS = [
    ("局领导", "", []),
    ("办公室", "", []),
    ("政策法规与创新体系建设科", "政策法规科", ["法规科", "体系科"]),
    ("资源配置与管理科", "资管科", ["计划科"]),
    ("高新技术发展及产业化科", "高新科", ["高新技术科"]),
    ("农村科技科", "农村科", []),
    ("社会发展科技科", "社发科", ["社会发展科"]),
    ("成果转化与区域创新科", "成果科", ["成果转化科"]),
    ("外国专家与科技人才科", "人才科", ["外专科"]),
    ("机关党委", "", []),
]

# kind, name, county of its seat ("" for the city)
ORGANISATIONS = [
    (Organisation.Kind.GOVERNMENT, "云麓区科技和工业信息化局", "云麓区"),
    (Organisation.Kind.GOVERNMENT, "南屏区科学技术局", "南屏区"),
    (Organisation.Kind.GOVERNMENT, "青禾县教育科技局", "青禾县"),
    (Organisation.Kind.GOVERNMENT, "石坪县经济和科技局", "石坪县"),
    (Organisation.Kind.GOVERNMENT, "永澜市科学技术局", "永澜市"),
    (Organisation.Kind.GOVERNMENT, "云岭市审计局", ""),
    (Organisation.Kind.INSTITUTION, "东岭大学", ""),
    (Organisation.Kind.ENTERPRISE, "云岭先进陶瓷股份有限公司", "云麓区"),
    (Organisation.Kind.BANK, "云岭农村商业银行", ""),
]

# login, name, role, organisation, division, title
PEOPLE = [
    ("luo", "罗景川", Role.LEADER, BUREAU, "局领导", "党组书记、局长"),
    ("shao", "邵怀远", Role.LEADER, BUREAU, "局领导", "副局长"),
    ("han", "韩若溪", Role.LEADER, BUREAU, "局领导", "副局长"),
    ("ye", "叶知秋", Role.LEADER, BUREAU, "局领导", "副局长"),
    ("meng", "孟川柏", Role.LEADER, BUREAU, "局领导", "机关党委书记"),
    ("tang", "唐砚", Role.CHIEF, BUREAU, "办公室", "主任"),
    ("fang", "方知行", Role.CHIEF, BUREAU, "政策法规与创新体系建设科", "科长"),
    ("qin", "秦屿", Role.CHIEF, BUREAU, "资源配置与管理科", "科长"),
    ("su", "苏明远", Role.CHIEF, BUREAU, "高新技术发展及产业化科", "科长"),
    ("jiang", "江晚舟", Role.CHIEF, BUREAU, "成果转化与区域创新科", "科长"),
    ("lin", "林清越", Role.CLERK, BUREAU, "办公室", "一级科员"),
    ("gu", "顾长宁", Role.CLERK, BUREAU, "资源配置与管理科", "四级主任科员"),
    ("pei", "裴亦安", Role.CLERK, BUREAU, "高新技术发展及产业化科", "一级科员"),
    ("liang", "梁稻", Role.CLERK, BUREAU, "农村科技科", "三级主任科员"),
    ("bai", "白芷", Role.CLERK, BUREAU, "社会发展科技科", "一级科员"),
    ("wen", "温言", Role.CLERK, BUREAU, "外国专家与科技人才科", "四级主任科员"),
    ("county1", "石磊", Role.COUNTY, "云麓区科技和工业信息化局", "", "科技股股长"),
    ("county2", "许南风", Role.COUNTY, "南屏区科学技术局", "", "综合股股长"),
    ("county3", "田禾", Role.COUNTY, "青禾县教育科技局", "", "科技股股长"),
    ("county4", "周石坪", Role.COUNTY, "石坪县经济和科技局", "", "科技股科员"),
    ("county5", "程澜", Role.COUNTY, "永澜市科学技术局", "", "办公室主任"),
    ("audit", "严明", Role.AUDITOR, "云岭市审计局", "", "主审"),
    ("sysadmin", "宋系", Role.SYSTEM_ADMIN, BUREAU, "办公室", "系统管理员"),
    ("secadmin", "安宁", Role.SECURITY_ADMIN, BUREAU, "办公室", "安全管理员"),
    ("auditadmin", "沈鉴", Role.AUDIT_ADMIN, BUREAU, "机关党委", "审计管理员"),
    ("firm", "陶然", Role.ENTERPRISE, "云岭先进陶瓷股份有限公司", "", "科技联系人"),
    ("expert", "谢衡", Role.EXPERT, "东岭大学", "", "教授"),
    ("commissioner", "丰年", Role.COMMISSIONER, "东岭大学", "", "农艺师"),
    ("bank", "钱江", Role.BANK, "云岭农村商业银行", "", "科技支行行长"),
    ("farmer", "韦大田", Role.FARMER, "青禾县教育科技局", "", "种植大户"),
]

# People with a second role: login, role, division, title
SECOND_ROLES = [("tang", Role.CLERK, "机关党委", "专职副书记（兼）")]


def build() -> None:
    """Make the city through actions, in the transaction at hand."""
    regions = _regions()
    _organisations(regions)
    for order, (name, short, aliases) in enumerate(DIVISIONS):
        bureau = Organisation.objects.get(name=BUREAU)
        told = {"short_name": short, "aliases": aliases, "order": order, "party_affairs": name == "机关党委"}
        actions.add_division(bureau, name, by=SYSTEM, **told)
    for order, person in enumerate(PEOPLE):
        _person(*person, order=order)
    User.objects.update(password=make_password(PASSWORD))  # one for all, so the slow hash is made once
    for login, role, division, title in SECOND_ROLES:
        _grant(User.objects.get(username=login), role, BUREAU, division, title)


def _regions() -> dict[str, Region]:
    city = actions.add_region("990100", "云岭市", Region.Kind.CITY, by=SYSTEM)
    regions = {"": city}
    for order, (code, name) in enumerate(COUNTIES, start=1):
        county = actions.add_region(code, name, Region.Kind.COUNTY, by=SYSTEM, parent=city, order=order)
        regions[name] = county
    actions.add_region("990190", "云岭高新区", Region.Kind.PARK, by=SYSTEM, parent=city, order=9)
    return regions


def _organisations(regions: dict[str, Region]) -> None:
    actions.add_organisation(BUREAU, Organisation.Kind.BUREAU, regions[""], by=SYSTEM, short_name="市科技局")
    for order, (kind, name, county) in enumerate(ORGANISATIONS, start=1):
        actions.add_organisation(name, kind, regions[county], by=SYSTEM, order=order)


def _person(
    login: str, name: str, role: Role, organisation: str, division: str, title: str, *, order: int
) -> None:
    email = f"{login}@yunling.example"
    user = actions.add_user(login, name, by=SYSTEM, email=email, order=order)
    _grant(user, role, organisation, division, title)


def _grant(user: User, role: Role, organisation_name: str, division_name: str, title: str) -> None:
    organisation = Organisation.objects.get(name=organisation_name)
    division = Division.objects.filter(organisation=organisation, name=division_name).first()
    region = organisation.region if role == Role.COUNTY else None
    actions.grant_role(
        user, role, organisation, by=SYSTEM, division=division, region=region, title=title, starts_on=SINCE
    )
