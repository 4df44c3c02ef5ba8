"""角色申请: asked by one administrator, decided by another, and in a small office looked at by a third."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yaodian.foundation.audit.timeline import timeline
from yaodian.foundation.common.components import Row
from yaodian.foundation.common.refusal import insist
from yaodian.foundation.flow.doors import NotInNext, Superseded
from yaodian.foundation.people.access import (
    SEES_REQUESTS,
    accounts_seen_by,
    may_ask_roles,
    may_check,
    may_decide,
    may_withdraw,
)
from yaodian.foundation.people.actions import requests as acts
from yaodian.foundation.people.checking import Wish
from yaodian.foundation.people.models import Membership, RoleRequest
from yaodian.foundation.people.profiles import LABELS, is_small
from yaodian.foundation.people.roles import ACCOUNT_KEEPERS

from .. import tables
from ..forms import EndForm, OpinionForm, RequestFilter, RoleForm
from .common import AdminRequest, cleaned, listing, only, show_form, show_list, tried

LOG_SIZE = 20
PEOPLE = ("user", "organisation", "division", "region", "asked_by", "decided_by", "checked_by")
TWO_PEOPLE = "由系统管理员提出，由安全管理员审批。申请理由和审批结果都记录在案；不同意时写明理由。"
ONE_PERSON = "小单位由综合管理员办理，即时生效，由审计管理员事后复核。"


@require_safe
@only(SEES_REQUESTS)
def requests(request: AdminRequest) -> HttpResponse:
    form = RequestFilter(request.GET)
    wanted = cleaned(form)
    rows = RoleRequest.objects.visible_to(request.actor).select_related(*PEOPLE)
    if wanted.get("q"):
        rows = rows.filter(user__name__icontains=wanted["q"])
    if wanted.get("state"):
        rows = rows.unchecked() if wanted["state"] == "unchecked" else rows.filter(state=wanted["state"])
    told = listing(request, rows)
    return show_list(
        request,
        tables.REQUEST_COLUMNS,
        tables.request_cells(told["page"].rows),
        told,
        form=form,
        title="角色申请",
        summary=ONE_PERSON if is_small() else TWO_PEOPLE,
        unit="份",
        empty=("还没有申请", "在账号页面可以申请授予或收回角色。"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@only(ACCOUNT_KEEPERS)
def request_new(request: AdminRequest, user_id: int) -> HttpResponse:
    user = get_object_or_404(accounts_seen_by(request.actor), pk=user_id)
    insist(may_ask_roles(request.actor, user))
    form = RoleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        wish, reason = Wish(user=user, **form.wanted()), form.cleaned_data["reason"]
        asked = tried(form, acts.ask_for_role, wish, by=request.actor, reason=reason)
        if asked is not None:
            return _asked(request, asked)
    return _form(request, form, f"申请授予角色：{user.name}", user.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@only(ACCOUNT_KEEPERS)
def request_end(request: AdminRequest, membership_id: int) -> HttpResponse:
    rows = Membership.objects.filter(user__in=accounts_seen_by(request.actor))
    found = get_object_or_404(
        rows.select_related("user", "organisation", "division", "region"), pk=membership_id
    )
    insist(may_ask_roles(request.actor, found.user))
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        on, reason = form.cleaned_data["ends_on"], form.cleaned_data["reason"]
        asked = tried(form, acts.ask_to_end, found, by=request.actor, on=on, reason=reason)
        if asked is not None:
            return _asked(request, asked)
    facts = [Row("人员", found.user.name), Row("角色", found.label), Row("起止", tables.period(found))]
    return _form(request, form, f"申请收回角色：{found.user.name}", found.user_id, facts=facts)


def _form(request: AdminRequest, form: Any, title: str, user_id: int, **more: Any) -> HttpResponse:
    return show_form(
        request,
        form,
        title=title,
        summary=ONE_PERSON if is_small() else TWO_PEOPLE,
        button="办理并生效" if is_small() else "提交申请",
        back=tables.account_url(user_id),
        crumb="账号",
        crumb_url=reverse("administration:accounts"),
        **more,
    )


def _asked(request: AdminRequest, asked: RoleRequest) -> HttpResponse:
    done = asked.state == RoleRequest.State.DONE
    messages.success(
        request, "已生效，等待审计管理员事后复核。" if done else "申请已提交，等待安全管理员审批。"
    )
    return redirect("administration:request", request_id=asked.pk)


@require_safe
@only(SEES_REQUESTS)
def request_page(request: AdminRequest, request_id: int) -> HttpResponse:
    return _page(request, _get(request, request_id))


def _page(request: AdminRequest, asked: RoleRequest, form: OpinionForm | None = None) -> HttpResponse:
    open_now = asked.state == RoleRequest.State.ASKED
    state, kind = tables.request_state(asked)
    unchecked = state == "待事后复核"
    context = {
        "asked": asked,
        "title": tables.what_is_asked(asked),
        "state": state,
        "kind": kind,
        "facts": _facts(asked),
        "form": form or OpinionForm(initial={"revision": asked.revision}),
        "may_decide": open_now and may_decide(request.actor, asked) is None,
        "why_not": _why_not(request, asked) if open_now else "",
        "may_withdraw": open_now and may_withdraw(request.actor, asked) is None,
        "may_check": unchecked and may_check(request.actor, asked) is None,
        "events": timeline(asked, limit=LOG_SIZE),
    }
    return render(
        request, "administration/request.html", context, status=422 if form and form.errors else 200
    )


def _why_not(request: AdminRequest, asked: RoleRequest) -> str:
    refusal = may_decide(request.actor, asked)
    return refusal.reason if refusal else ""


def _facts(asked: RoleRequest) -> list[Row]:
    rows = [
        Row("人员", tables.link(tables.account_url(asked.user_id), asked.user.name)),
        Row("事项", f"{asked.get_kind_display()}{asked.get_role_display()}"),
        Row("单位", asked.organisation.name),
        Row("科室", asked.division.name if asked.division else ""),
        Row("所管地区", asked.region.name if asked.region else ""),
        Row("职务", asked.title),
        Row("起止", tables.period(asked)),
        Row("申请", f"{asked.asked_by.name}，{tables.moment(asked.asked_at)}"),
        Row("申请理由", asked.reason),
        Row(
            "审批", f"{asked.decided_by.name}，{tables.moment(asked.decided_at)}" if asked.decided_by else ""
        ),
        Row("审批意见", asked.opinion),
        Row(
            "复核", f"{asked.checked_by.name}，{tables.moment(asked.checked_at)}" if asked.checked_by else ""
        ),
        Row("安全档次", LABELS.get(asked.profile, asked.profile)),
    ]
    return [row for row in rows if row.value]


@require_POST
@only(SEES_REQUESTS)
def request_agree(request: AdminRequest, request_id: int) -> HttpResponse:
    return _decided(request, request_id, may_decide, acts.agree, "已同意，即时生效。")


@require_POST
@only(SEES_REQUESTS)
def request_refuse(request: AdminRequest, request_id: int) -> HttpResponse:
    return _decided(request, request_id, may_decide, acts.refuse, "已退回，申请人会看到理由。")


@require_POST
@only(SEES_REQUESTS)
def request_check(request: AdminRequest, request_id: int) -> HttpResponse:
    return _decided(request, request_id, may_check, acts.check_afterwards, "已复核。")


@require_POST
@only(SEES_REQUESTS)
def request_withdraw(request: AdminRequest, request_id: int) -> HttpResponse:
    def withdraw(asked: RoleRequest, *, by: Any, revision: int, opinion: str) -> RoleRequest:
        return acts.withdraw(asked, by=by, revision=revision)

    return _decided(request, request_id, may_withdraw, withdraw, "申请已撤回。")


def _decided(
    request: AdminRequest, request_id: int, may: Callable[..., Any], act: Callable[..., Any], words: str
) -> HttpResponse:
    """Do what the person decided on the request they saw; whoever comes second is told so."""
    asked = _get(request, request_id)
    insist(may(request.actor, asked))
    form = OpinionForm(request.POST)
    if form.is_valid():
        try:
            done = tried(form, act, asked, by=request.actor, **form.cleaned_data)
        except (Superseded, NotInNext):
            messages.warning(request, "这份申请刚刚已由别人办理，请看现在的状态。")
            return redirect("administration:request", request_id=asked.pk)
        if done is not None:
            messages.success(request, words)
            return redirect("administration:request", request_id=asked.pk)
    return _page(request, asked, form)


def _get(request: AdminRequest, request_id: int) -> RoleRequest:
    rows = RoleRequest.objects.visible_to(request.actor)
    return get_object_or_404(rows.select_related(*PEOPLE, "membership"), pk=request_id)
