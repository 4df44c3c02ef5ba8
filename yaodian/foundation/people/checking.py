"""What is wrong with a wish for a role, all at once; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from yaodian.foundation.common import clock
from yaodian.foundation.common.refusal import Problem

from .access import duty_left_alone
from .models import Division, Membership, Organisation, Region, RoleRequest, User
from .profiles import may_exist
from .roles import ADMINISTRATORS, Role

REGION_KINDS = {Role.COUNTY: Region.Kind.COUNTY, Role.PARK: Region.Kind.PARK}
LAST_DAY = date(9999, 12, 31)


@dataclass(frozen=True)
class Wish:
    """A role for a person, as it is asked for."""

    user: User
    role: str
    organisation: Organisation
    starts_on: date
    division: Division | None = None
    region: Region | None = None
    title: str = ""
    ends_on: date | None = None


def problems_of(wish: Wish) -> Iterator[Problem]:
    if not wish.user.is_active:
        yield Problem("", f"{wish.user.name}的账号已停用，请先恢复账号。")
    if refusal := may_exist(wish.role):
        yield Problem("role", refusal.reason)
    yield from _place(wish)
    yield from _time(wish)
    yield from _beside_others(wish)


def _place(wish: Wish) -> Iterator[Problem]:
    if wish.division and wish.division.organisation_id != wish.organisation.pk:
        yield Problem("division", f"“{wish.division}”不属于{wish.organisation}，请改选科室或单位。")
    if wish.division and wish.division.closed_on and wish.division.closed_on <= wish.starts_on:
        yield Problem("division", f"“{wish.division}”已撤并，请改选科室。")
    wanted = REGION_KINDS.get(Role(wish.role))
    if wanted and (wish.region is None or wish.region.kind != wanted):
        yield Problem("region", f"“{Role(wish.role).label}”请选择所管的{wanted.label}。")


def _time(wish: Wish) -> Iterator[Problem]:
    if wish.starts_on < clock.today():
        yield Problem("starts_on", "开始日期不能早于今天；以前的任职由系统如实保留，不能补记。")
    if wish.ends_on and wish.ends_on < wish.starts_on:
        yield Problem("ends_on", "结束日期不能早于开始日期。")


def _beside_others(wish: Wish) -> Iterator[Problem]:
    during = Membership.objects.filter(user=wish.user, starts_on__lte=wish.ends_on or LAST_DAY)
    during = during.filter(Q(ends_on=None) | Q(ends_on__gte=wish.starts_on))
    other = during.filter(role__in=ADMINISTRATORS).first() if wish.role in ADMINISTRATORS else None
    if other is not None:
        words = f"{wish.user.name}在这段时间是{other.get_role_display()}，一个人不能同时担任两种管理员。"
        yield Problem("role", words)
    place = {
        "role": wish.role,
        "organisation": wish.organisation,
        "division": wish.division,
        "region": wish.region,
    }
    if other is None and during.filter(**place).exists():
        yield Problem("role", f"{wish.user.name}在这段时间已经担任这个角色，不用再申请。")
    if RoleRequest.objects.filter(user=wish.user, state="asked", kind="grant", **place).exists():
        yield Problem("role", "同样的申请正在等待审批，不用再提交。")


def problems_of_end(membership: Membership, on: date) -> Iterator[Problem]:
    if membership.ends_on and membership.ends_on <= on:
        yield Problem("", f"这项任职已于 {membership.ends_on} 结束，不用再收回。")
    if on < clock.today():
        yield Problem("ends_on", "结束日期不能早于今天。")
    elif on < membership.starts_on:
        yield Problem("ends_on", "结束日期不能早于任职开始的日期。")
    if RoleRequest.objects.filter(membership=membership, state="asked", kind="end").exists():
        yield Problem("", "收回这项任职的申请正在等待审批，不用再提交。")
    if duty := duty_left_alone(membership.user, membership):
        yield Problem("", f"{membership.user.name}是唯一能“{duty}”的人，请先把这个角色授予另一个人。")
