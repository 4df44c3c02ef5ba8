"""登录记录 and 在线用户: who came in, and who is in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yaodian.foundation.audit import words
from yaodian.foundation.audit.log import record
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common.clock import SHANGHAI
from yaodian.foundation.common.components import Column, Row
from yaodian.foundation.people import actions
from yaodian.foundation.people.access import SEES_SIGN_INS
from yaodian.foundation.people.devices import words_for
from yaodian.foundation.people.roles import ACCOUNT_KEEPERS
from yaodian.foundation.people.sessions import SEEN

from .. import tables
from ..finding import between
from ..forms import ANY, ReasonForm, SignInFilter
from .common import (
    EXPORT_LIMIT,
    AdminRequest,
    cleaned,
    exported,
    is_export,
    listing,
    only,
    show_form,
    show_list,
)

SIGN_IN_ACTIONS = (
    "sign_in",
    "sign_in_failed",
    "sign_in_held",
    "second_factor_failed",
    "use_second_factor",
    "sign_out",
)
SESSION_COLUMNS = [
    Column("人员"),
    Column("来源地址", "nowrap"),
    Column("浏览器", "wide"),
    Column("登录", "nowrap"),
    Column("最近操作", "nowrap"),
    Column("办理", "nowrap"),
]


@require_safe
@only(SEES_SIGN_INS)
def sign_ins(request: AdminRequest) -> HttpResponse:
    form = SignInFilter(request.GET)
    choices = [(name, words.of_action(name)) for name in SIGN_IN_ACTIONS]
    form.fields["action"].choices = [ANY, *choices]  # type: ignore[attr-defined]
    rows = _filtered(cleaned(form))
    if is_export(request):
        record("export_sign_ins", by=request.actor, after={"query": request.GET.urlencode()[:300]})
        cells = tables.sign_in_rows(rows.order_by("-id")[:EXPORT_LIMIT])
        return exported("登录记录", tables.SIGN_IN_HEADS, cells)
    told = listing(request, rows)
    return show_list(
        request,
        tables.SIGN_IN_COLUMNS,
        tables.sign_in_cells(told["page"].rows),
        told,
        form=form,
        title="登录记录",
        summary="谁在什么时候从哪里登录、退出，或者没有登录成功。",
        exportable=True,
        empty=("还没有登录记录", "有人登录后会出现在这里。"),
    )


def _filtered(wanted: dict[str, Any]) -> QuerySet[Entry]:
    rows = Entry.objects.filter(action__in=[wanted["action"]] if wanted.get("action") else SIGN_IN_ACTIONS)
    if who := wanted.get("who"):
        rows = rows.filter(Q(object_label__icontains=who) | Q(after__login__icontains=who))
    if wanted.get("address"):
        rows = rows.filter(address=wanted["address"])
    return between(rows, wanted)


@require_safe
@only(ACCOUNT_KEEPERS)
def sessions(request: AdminRequest) -> HttpResponse:
    rows = open_sessions()
    told = listing(request, rows)
    return show_list(
        request,
        SESSION_COLUMNS,
        _cells(request, told["page"].rows),
        told,
        title="在线用户",
        summary="现在登录着的浏览器。结束后对方要重新登录，没有保存的内容留在对方的浏览器里。",
        unit="处",
        empty=("没有人在线", ""),
    )


def open_sessions() -> QuerySet[UserSession]:
    """Sessions that have not ended by the database's clock, which no demo stops."""
    living = Session.objects.filter(expire_date__gt=Now())
    return UserSession.objects.filter(session_key__in=living.values("session_key")).select_related("user")


def _cells(request: AdminRequest, rows: Iterable[UserSession]) -> Iterator[list[Any]]:
    found = list(rows)
    stored = Session.objects.in_bulk([one.session_key for one in found])
    for one in found:
        seen = stored[one.session_key].get_decoded().get(SEEN) if one.session_key in stored else None
        own = one.session_key == request.session.session_key
        end = "本次登录" if own else tables.link(reverse("administration:session_end", args=[one.pk]), "结束")
        yield [
            tables.link(tables.account_url(one.user_id), one.user.name),
            one.ip,
            words_for(one.user_agent),
            tables.moment(one.created_at),
            tables.moment(datetime.fromtimestamp(seen, SHANGHAI)) if seen else "—",
            end,
        ]


@require_http_methods(["GET", "HEAD", "POST"])
@only(ACCOUNT_KEEPERS)
def session_end(request: AdminRequest, session_id: int) -> HttpResponse:
    found = get_object_or_404(UserSession.objects.select_related("user"), pk=session_id)
    back = reverse("administration:sessions")
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.end_session(found, by=request.actor, reason=form.cleaned_data["reason"])
        messages.success(request, f"{found.user.name}的这处登录已结束。")
        return redirect(back)
    facts = [
        Row("人员", found.user.name),
        Row("来源地址", found.ip),
        Row("登录时间", tables.moment(found.created_at)),
        Row("浏览器", words_for(found.user_agent)),
    ]
    title = f"结束登录：{found.user.name}"
    return show_form(
        request,
        form,
        title=title,
        button="结束登录",
        danger=True,
        back=back,
        crumb="在线用户",
        crumb_url=back,
        facts=facts,
    )
