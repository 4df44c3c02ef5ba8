"""Make the first administrators, once: as many people as the security profile wants, each with a one-time link."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from yaodian.foundation.audit.log import record
from yaodian.foundation.common.actor import SYSTEM
from yaodian.foundation.people import actions
from yaodian.foundation.people.links import hours_of_link
from yaodian.foundation.people.models import Membership, Organisation, Region, User, folded
from yaodian.foundation.people.profiles import LABELS, administrators_wanted, profile
from yaodian.foundation.people.roles import ADMINISTRATORS, Role

LOCK = 0x66697273
OPTIONS = {
    Role.SYSTEM_ADMIN: "system-admin",
    Role.SECURITY_ADMIN: "security-admin",
    Role.AUDIT_ADMIN: "audit-admin",
    Role.ADMIN: "admin",
}


@dataclass(frozen=True)
class Person:
    """Somebody named on the command line as `user name:name`."""

    role: Role
    login: str
    name: str

    @property
    def option(self) -> str:
        return f"--{OPTIONS[self.role]}"


class Command(BaseCommand):
    help = "Make the first administrators and print their links, good once and for some hours. Refuses a second time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for role, option in OPTIONS.items():
            parser.add_argument(f"--{option}", default="", metavar="用户名:姓名", help=str(role.label))
        parser.add_argument("--region", default="", help="the city's name, 云岭市")
        parser.add_argument("--region-code", default="", help="its administrative code, six digits")
        parser.add_argument("--organisation", default="", help="the bureau's full name, 云岭市科学技术局")
        parser.add_argument(
            "--address", default="", help="the site's address, https://…; from settings if left out"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if "people_membership" not in connection.introspection.table_names():
            raise CommandError("数据库里还没有数据表，请先运行 ./run manage migrate。")
        with transaction.atomic():
            _alone()
            people = list(_people(options))
            problems = [*_already(), *_about_people(people, options), *_about_place(options)]
            if problems:
                raise CommandError(
                    "没有建立任何账号。请逐项处理：\n" + "\n".join(f"· {line}" for line in problems)
                )
            links = _make(people, options)
        self.stderr.write(
            f"已按“{LABELS[profile()]}”建立 {len(people)} 位管理员。请把每个链接只交给本人："
            f"{hours_of_link()} 小时内有效，用来设置密码，只能用一次，这里只显示这一次。"
        )
        for person, link in links:
            self.stdout.write(f"{person.role.label}\t{person.name}\t{person.login}\t{link}")


def _alone() -> None:
    """Two first runs at once: the second waits, and then finds the administrators of the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _people(options: dict[str, Any]) -> Iterator[Person]:
    for role, option in OPTIONS.items():
        told = str(options[option.replace("-", "_")])
        login, _colon, name = told.replace("：", ":").partition(":")
        if told:
            yield Person(role, login.strip(), name.strip())


def _already() -> Iterator[str]:
    held = Membership.objects.filter(role__in=ADMINISTRATORS).select_related("user")
    if names := "、".join(sorted({f"{row.user.name}（{row.get_role_display()}）" for row in held})):
        yield f"已经有管理员：{names}。以后的管理员在“角色申请”里办理；忘记密码用 password_link。"


def _about_people(people: list[Person], options: dict[str, Any]) -> Iterator[str]:
    wanted = administrators_wanted()
    told = {person.role for person in people}
    for role in wanted:
        if role not in told:
            yield f"请用 --{OPTIONS[role]} 用户名:姓名 写明{role.label}。"
    for person in people:
        if person.role not in wanted:
            yield f"安全档次为{LABELS[profile()]}，不设{person.role.label}，请去掉 {person.option}。"
        yield from _about_person(person)
    yield from _about_different(people)


def _about_person(person: Person) -> Iterator[str]:
    if not person.login or not person.name:
        yield f"{person.option} 请写成 用户名:姓名，例如 song:宋系。"
        return
    try:
        User(username=person.login, name=person.name).clean_fields(
            exclude=["password", "date_joined", "password_at"]
        )
    except ValidationError as error:
        yield f"{person.option}：{'；'.join(error.messages)}"
    if User.objects.named(person.login):
        yield f"{person.option}：用户名“{person.login}”已经有人使用，请换一个。"


def _about_different(people: list[Person]) -> Iterator[str]:
    """Three administrators are three people."""
    for ask, words in ((lambda one: folded(one.login), "用户名"), (lambda one: one.name, "姓名")):
        seen: dict[str, Person] = {}
        for person in people:
            other = seen.setdefault(ask(person), person)
            if ask(person) and other is not person:
                yield f"{other.option} 和 {person.option} 的{words}相同：管理员要由不同的人担任。"


def _about_place(options: dict[str, Any]) -> Iterator[str]:
    city = Region.objects.filter(kind=Region.Kind.CITY).first()
    bureau = Organisation.objects.filter(kind=Organisation.Kind.BUREAU).first()
    if city is None and not options["region"]:
        yield "还没有登记城市，请用 --region 写明城市名称。"
    if city is None and not (options["region_code"].isdecimal() and len(options["region_code"]) == 6):
        yield "请用 --region-code 写明城市的六位行政区划代码。"
    if city and options["region"] not in ("", city.name):
        yield f"已经登记的城市是{city.name}，请去掉 --region，或核对是否连错了数据库。"
    if bureau is None and not options["organisation"]:
        yield "还没有登记市科技局，请用 --organisation 写明单位全称。"
    if bureau and options["organisation"] not in ("", bureau.name):
        yield f"已经登记的市科技局是{bureau.name}，请去掉 --organisation，或核对是否连错了数据库。"


def _make(people: list[Person], options: dict[str, Any]) -> list[tuple[Person, str]]:
    bureau = _bureau(options)
    links = []
    for order, person in enumerate(people):
        user = actions.add_user(person.login, person.name, by=SYSTEM, order=order)
        actions.grant_role(user, person.role, bureau, by=SYSTEM)
        links.append((person, actions.make_password_link(user, by=SYSTEM, address=options["address"])))
    after = {"profile": profile(), "administrators": {person.role: person.login for person in people}}
    record("first_run", bureau, by=SYSTEM, after=after)
    return links


def _bureau(options: dict[str, Any]) -> Organisation:
    city = Region.objects.filter(kind=Region.Kind.CITY).first() or actions.add_region(
        options["region_code"], options["region"], Region.Kind.CITY, by=SYSTEM
    )
    found = Organisation.objects.filter(kind=Organisation.Kind.BUREAU).first()
    return found or actions.add_organisation(
        options["organisation"], Organisation.Kind.BUREAU, city, by=SYSTEM
    )
