"""账号: the list, one account, and what is done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Prefetch, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yaodian.foundation.audit.timeline import timeline
from yaodian.foundation.common.components import Column, Row
from yaodian.foundation.common.refusal import insist
from yaodian.foundation.people import actions
from yaodian.foundation.people.access import (
    SEES_ACCOUNTS,
    accounts_seen_by,
    is_administrator,
    may_ask_roles,
    may_deactivate,
    may_give_link,
    may_keep_accounts,
    may_reactivate,
    may_unlock,
)
from yaodian.foundation.people.guesses import is_locked
from yaodian.foundation.people.links import hours_of_link
from yaodian.foundation.people.models import Membership, User
from yaodian.foundation.people.roles import ACCOUNT_KEEPERS

from .. import tables
from ..forms import AccountFilter, AccountForm, ReasonForm
from .common import AdminRequest, cleaned, exported, is_export, listing, only, show_form, show_list

ORDERS = {"": ("order", "pk"), "name": ("name", "pk"), "new": ("-pk",), "idle": ("used_at", "pk")}
LOG_SIZE = 30


@require_safe
@only(SEES_ACCOUNTS)
def accounts(request: AdminRequest) -> HttpResponse:
    form = AccountFilter(request.GET)
    rows = _filtered(request, cleaned(form))
    if is_export(request):
        return exported("账号", tables.ACCOUNT_HEADS, tables.account_rows(rows.order_by("order", "pk")))
    told = listing(request, rows, ORDERS[form.cleaned_data.get("order", "")])
    new = ("建立账号", reverse("administration:account_new"), True)
    return show_list(
        request,
        tables.ACCOUNT_COLUMNS,
        tables.account_cells(told["page"].rows),
        told,
        form=form,
        title="账号",
        summary="谁能登录。能办什么由角色决定，角色另行申请和审批。",
        buttons=[new] if may_keep_accounts(request.actor) is None else [],
        exportable=True,
        unit="个",
        empty=("还没有账号", "建立账号后，把链接交给本人设置密码。"),
    )


def _filtered(request: AdminRequest, wanted: dict[str, Any]) -> QuerySet[User]:
    held = Membership.objects.current().select_related("organisation", "division")
    users = accounts_seen_by(request.actor).prefetch_related(Prefetch("memberships", held, to_attr="held"))
    users = users.annotate(used_at=Coalesce("last_login", "date_joined"))
    if wanted.get("q"):
        users = users.filter(name__icontains=wanted["q"]) | users.filter(username__icontains=wanted["q"])
    if wanted.get("state"):
        users = users.filter(is_active=wanted["state"] == "active")
    if wanted.get("role"):
        holders = Membership.objects.current().filter(role=wanted["role"]).values("user_id")
        users = users.filter(pk__in=holders)
    return users


@require_safe
@only(SEES_ACCOUNTS)
def account(request: AdminRequest, user_id: int) -> HttpResponse:
    rows = accounts_seen_by(request.actor).annotate(open_sessions=Count("usersession"))
    user: Any = get_object_or_404(rows, pk=user_id)
    held = list(Membership.objects.filter(user=user).select_related("organisation", "division", "region"))
    context = {
        "person": user,
        "state": tables.state_of(user),
        "facts": _facts(user, user.open_sessions),
        "columns": [Column("角色"), Column("单位", "wide"), Column("科室或地区"), Column("起止"), Column("")],
        "roles": [_role(request, row) for row in held],
        "waiting": list(user.role_requests.filter(state="asked")),
        "locked": is_locked(user),
        "may_keep": may_keep_accounts(request.actor) is None,
        "may_unlock": may_unlock(request.actor) is None,
        "may_ask": may_ask_roles(request.actor, user) is None,
        "why_not": _why_not(request, user),
        "own": str(user.pk) == request.actor.id,
        "events": timeline(user, limit=LOG_SIZE) if request.actor.role in ACCOUNT_KEEPERS else [],
    }
    return render(request, "administration/account.html", context)


def _why_not(request: AdminRequest, user: User) -> str:
    """Why a keeper of accounts cannot give this person a new way in; "" where they can."""
    if may_keep_accounts(request.actor):
        return ""
    refusal = (may_give_link if user.is_active else may_reactivate)(request.actor, user)
    return refusal.reason if refusal else ""


def _facts(user: User, open_sessions: int) -> list[Row]:
    return [
        Row("用户名", user.username),
        Row("电子邮箱", user.email),
        Row("建立时间", tables.moment(user.date_joined)),
        Row("上次登录", tables.moment(user.last_login, "从未登录")),
        Row("密码", "已设置" if user.has_usable_password() else "还没有设置"),
        Row("正在登录", f"{open_sessions} 处"),
    ]


def _role(request: AdminRequest, row: Membership) -> list[Any]:
    may = may_ask_roles(request.actor, row.user) is None and row.ends_on is None
    end = tables.link(reverse("administration:request_end", args=[row.pk]), "申请收回") if may else ""
    return [
        row.get_role_display(),
        row.organisation.name,
        row.division or row.region or "—",
        tables.period(row),
        end,
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@only(ACCOUNT_KEEPERS)
def account_new(request: AdminRequest) -> HttpResponse:
    form = AccountForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        user = actions.open_account(by=request.actor, **form.cleaned_data)
        return _show_link(request, user, "账号已建立")
    return show_form(
        request,
        form,
        title="建立账号",
        summary="建立后显示一个链接，请交给本人设置密码。密码只有本人知道。",
        button="建立账号",
        back=reverse("administration:accounts"),
        crumb="账号",
        crumb_url=reverse("administration:accounts"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@only(ACCOUNT_KEEPERS)
def account_change(request: AdminRequest, user_id: int) -> HttpResponse:
    user = _get(request, user_id)
    form = AccountForm(
        request.POST if request.method == "POST" else None, user=user, own_email=is_administrator(user)
    )
    if form.is_valid():
        actions.change_user(user, by=request.actor, **form.cleaned_data)
        messages.success(request, "已保存。")
        return redirect("administration:account", user_id=user.pk)
    return _about(request, form, user, title="修改账号", button="保存")


@require_http_methods(["GET", "HEAD", "POST"])
@only(ACCOUNT_KEEPERS)
def account_deactivate(request: AdminRequest, user_id: int) -> HttpResponse:
    user = _get(request, user_id)
    insist(may_deactivate(request.actor, user))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.close_account(user, by=request.actor, reason=form.cleaned_data["reason"])
        messages.success(request, f"{user.name}的账号已停用，所有登录已退出。")
        return redirect("administration:account", user_id=user.pk)
    what = (
        "立即退出所有登录，密码、设置密码的链接、接口令牌和委托一并失效。办理过的记录都保留，以后可以恢复。"
    )
    notices = [("warn", "停用后", what)]
    return _about(request, form, user, title="停用账号", button="停用账号", danger=True, notices=notices)


@require_http_methods(["GET", "HEAD", "POST"])
@only(ACCOUNT_KEEPERS)
def account_reactivate(request: AdminRequest, user_id: int) -> HttpResponse:
    user = _get(request, user_id)
    insist(may_reactivate(request.actor, user))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        user = actions.reactivate_user(user, by=request.actor, reason=form.cleaned_data["reason"])
        return _show_link(request, user, "账号已恢复")
    summary = "恢复后显示一个链接，请交给本人重新设置密码。仍在期内的角色继续有效。"
    return _about(request, form, user, title="恢复账号", button="恢复账号", summary=summary)


@require_POST
@only(ACCOUNT_KEEPERS)
def account_link(request: AdminRequest, user_id: int) -> HttpResponse:
    """A new link to set the password, shown on this one page and nowhere else."""
    user = _get(request, user_id)
    if not user.is_active:
        messages.warning(request, "账号已停用，请先恢复账号；恢复时会给出新的链接。")
        return redirect("administration:account", user_id=user.pk)
    return _show_link(request, user, "新的链接已生成")


@require_POST
@only(SEES_ACCOUNTS)
def account_unlock(request: AdminRequest, user_id: int) -> HttpResponse:
    user = _get(request, user_id)
    actions.unlock(user, by=request.actor)
    messages.success(request, f"{user.name}现在可以再次尝试登录。")
    return redirect("administration:account", user_id=user.pk)


def _show_link(request: AdminRequest, user: User, title: str) -> HttpResponse:
    address = f"{request.scheme}://{request.get_host()}"
    link = actions.make_password_link(user, by=request.actor, address=address)
    context = {"title": title, "person": user, "link": link, "hours": hours_of_link()}
    return render(request, "administration/link.html", context)


def _about(request: AdminRequest, form: Any, user: User, **more: Any) -> HttpResponse:
    """A form about one account."""
    url = reverse("administration:account", args=[user.pk])
    return show_form(
        request,
        form,
        **{"summary": f"{user.name}（{user.username}）", **more},
        back=url,
        crumb=user.name,
        crumb_url=url,
    )


def _get(request: AdminRequest, user_id: int) -> User:
    return get_object_or_404(accounts_seen_by(request.actor), pk=user_id)
