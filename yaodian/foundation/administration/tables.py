"""What the administrators' lists show, on the page and in Excel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from yaodian.foundation.audit import words
from yaodian.foundation.audit.models import Entry, Result
from yaodian.foundation.common.clock import SHANGHAI
from yaodian.foundation.common.components import Column, kind_of
from yaodian.foundation.people.models import Membership, RoleRequest, User

ACCOUNT_COLUMNS = [
    Column("姓名"),
    Column("用户名", "nowrap"),
    Column("角色", "wide"),
    Column("上次登录", "nowrap"),
    Column("状态"),
]
ACCOUNT_HEADS = [
    ("姓名", 12),
    ("用户名", 16),
    ("电子邮箱", 26),
    ("角色", 50),
    ("上次登录", 18),
    ("建立时间", 18),
    ("状态", 8),
]
ROLE_COLUMNS = [
    Column("姓名"), Column("角色"), Column("单位", "wide"), Column("科室或地区"), Column("职务"), Column("起止", "nowrap"),
]  # fmt: skip
ROLE_HEADS = [
    ("姓名", 12),
    ("用户名", 16),
    ("角色", 22),
    ("单位", 32),
    ("科室", 24),
    ("地区", 14),
    ("职务", 18),
    ("开始", 12),
    ("结束", 12),
]
REQUEST_COLUMNS = [Column("人员"), Column("事项", "wide"), Column("申请"), Column("审批"), Column("状态")]
AUDIT_COLUMNS = [
    Column("时间"),
    Column("人员"),
    Column("操作", "nowrap"),
    Column("对象", "wide"),
    Column("结果"),
    Column("来源", "nowrap"),
]
AUDIT_HEADS = [
    ("编号", 10), ("时间", 20), ("人员", 12), ("身份", 26), ("代", 12), ("操作", 20), ("对象类别", 18), ("对象", 40),
    ("结果", 8), ("原因", 40), ("来源地址", 18), ("请求编号", 34),
]  # fmt: skip
SIGN_IN_COLUMNS = [
    Column("时间"),
    Column("人员或用户名"),
    Column("事件", "wide"),
    Column("结果"),
    Column("来源", "nowrap"),
]
SIGN_IN_HEADS = [("时间", 20), ("人员或用户名", 20), ("事件", 24), ("结果", 10), ("来源地址", 18)]
RESULT_KINDS = {Result.DONE.value: "good", Result.REFUSED.value: "warn", Result.FAILED.value: "late"}


def moment(at: datetime | None, otherwise: str = "—") -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if at else otherwise


def second(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def tag(told: str, kind: str = "") -> SafeString:
    return format_html('<span class="y-tag y-tag-{}">{}</span>', kind or kind_of(told), told)


def link(url: str, told: object) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, told)


def still(told: object) -> SafeString:
    """Words that are not broken into lines, for the first column."""
    return format_html('<span class="nowrap">{}</span>', told)


def account_url(user_id: int) -> str:
    return reverse("administration:account", args=[user_id])


def state_of(user: User) -> str:
    return "在用" if user.is_active else "已停用"


def account_cells(users: Iterable[User]) -> Iterator[list[Any]]:
    for user in users:
        yield [
            link(account_url(user.pk), user.name), user.username, _roles(user, "没有角色"),
            moment(user.last_login, "从未登录"), tag(state_of(user)),
        ]  # fmt: skip


def account_rows(users: Iterable[User]) -> Iterator[list[Any]]:
    for user in users:
        yield [
            user.name,
            user.username,
            user.email,
            _roles(user),
            user.last_login,
            user.date_joined,
            state_of(user),
        ]


def _roles(user: User, otherwise: str = "") -> str:
    """The roles held today; `held` is prefetched."""
    return "；".join(row.label for row in user.held) or otherwise  # type: ignore[attr-defined]


def role_cells(memberships: Iterable[Membership]) -> Iterator[list[Any]]:
    for row in memberships:
        place = row.division or row.region or "—"
        yield [
            link(account_url(row.user_id), row.user.name), row.get_role_display(), row.organisation.name, place,
            row.title or "—", period(row),
        ]  # fmt: skip


def role_rows(memberships: Iterable[Membership]) -> Iterator[list[Any]]:
    for row in memberships:
        yield [
            row.user.name, row.user.username, row.get_role_display(), row.organisation.name,
            row.division.name if row.division else "", row.region.name if row.region else "", row.title,
            row.starts_on, row.ends_on,
        ]  # fmt: skip


def period(row: Membership | RoleRequest) -> str:
    return f"{row.starts_on} 至 {row.ends_on}" if row.ends_on else f"{row.starts_on} 起"


def request_cells(requests: Iterable[RoleRequest]) -> Iterator[list[Any]]:
    for row in requests:
        decided = f"{row.decided_by.name}，{moment(row.decided_at)}" if row.decided_by else "—"
        state = request_state(row)
        yield [
            link(reverse("administration:request", args=[row.pk]), row.user.name), what_is_asked(row),
            f"{row.asked_by.name}，{moment(row.asked_at)}", decided, tag(*state),
        ]  # fmt: skip


def what_is_asked(row: RoleRequest) -> str:
    place = row.division or row.region
    where = f"{row.organisation}{f' · {place}' if place else ''}"
    return f"{row.get_kind_display()}{row.get_role_display()}（{where}）"


def request_state(row: RoleRequest) -> tuple[str, str]:
    """The state in words and the kind of its tag."""
    if row.state == "done" and row.decided_by_id == row.asked_by_id and row.checked_by_id is None:
        return "待事后复核", "warn"
    return row.get_state_display(), {"asked": "progress", "done": "good"}.get(row.state, "off")


def entry_cells(entries: Iterable[Entry]) -> Iterator[list[Any]]:
    for row in entries:
        who = f"{row.actor_label}（{row.role_label}）" if row.role_label else row.actor_label
        url = reverse("administration:entry", args=[row.pk])
        yield [
            still(link(url, second(row.at))), f"{who}，代 {row.behalf_label}" if row.behalf_label else who,
            words.of_action(row.action), row.object_label or "—", result_tag(row), row.address or "—",
        ]  # fmt: skip


def entry_rows(entries: Iterable[Entry]) -> Iterator[list[Any]]:
    for row in entries:
        yield [
            row.pk, second(row.at), row.actor_label, row.role_label, row.behalf_label,
            words.of_action(row.action), words.of_type(row.object_type), row.object_label,
            row.get_result_display(), row.reason, row.address, row.request_id,
        ]  # fmt: skip


def sign_in_cells(entries: Iterable[Entry]) -> Iterator[list[Any]]:
    for row in entries:
        yield [
            second(row.at),
            sign_in_name(row),
            words.of_action(row.action),
            result_tag(row),
            row.address or "—",
        ]


def sign_in_rows(entries: Iterable[Entry]) -> Iterator[list[Any]]:
    for row in entries:
        yield [
            second(row.at), sign_in_name(row), words.of_action(row.action), row.get_result_display(), row.address,
        ]  # fmt: skip


def sign_in_name(row: Entry) -> str:
    """Who it was; for a try that did not succeed, the name that was typed."""
    return str(row.after.get("login") or row.object_label or row.actor_label)


def result_tag(row: Entry) -> SafeString:
    return tag(row.get_result_display(), RESULT_KINDS.get(row.result, "plain"))
