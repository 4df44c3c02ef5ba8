"""委托代办: what one has handed over and what one holds for others; give, take back, hand back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yaodian.foundation.common import clock
from yaodian.foundation.people.delegating import delegable, delegate_role, end_delegation
from yaodian.foundation.people.models import Delegation, User

from .common import ended, myself, tried
from .forms import DelegationForm

MOST = 100
UNDER_WAY = "代办中"


@dataclass(frozen=True)
class Line:
    """A delegation as the list tells it."""

    delegation: Delegation
    other: User
    state: str
    running: bool

    @property
    def face(self) -> str:
        if not self.running:
            return "off"
        return "progress" if self.state == UNDER_WAY else "plain"


@require_safe
@login_required
def delegations(request: HttpRequest) -> HttpResponse:
    user = myself(request).user
    rows = list(own_delegations(user)[:MOST])
    context = {
        "given": list(_lines([row for row in rows if row.giver_id == user.pk], "delegate")),
        "held": list(_lines([row for row in rows if row.delegate_id == user.pk], "giver")),
        "may_give": delegable(user).exists(),
    }
    return render(request, "people/mine/delegations.html", context)


def own_delegations(user: User) -> QuerySet[Delegation]:
    rows = Delegation.objects.filter(Q(giver=user) | Q(delegate=user))
    return rows.select_related("giver", "delegate", "membership__organisation", "membership__division")


def _lines(rows: Iterable[Delegation], other: str) -> Iterable[Line]:
    for row in rows:
        running = row.state == Delegation.State.GIVEN and row.ends_on >= clock.today()
        yield Line(row, getattr(row, other), _state(row, running), running)


def _state(row: Delegation, running: bool) -> str:
    if row.state == Delegation.State.ENDED:
        return "已结束"
    if not running:
        return "已到期"
    return UNDER_WAY if row.starts_on <= clock.today() else "未开始"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delegation_give(request: HttpRequest) -> HttpResponse:
    by = myself(request)
    form = DelegationForm(by.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        given = tried(
            form,
            delegate_role,
            told["membership"],
            told["delegate"],
            told["starts_on"],
            told["ends_on"],
            told["reason"],
            by=by,
        )
        if given is not None:
            messages.success(request, f"已委托{given.delegate}代办，{given.starts_on} 至 {given.ends_on}。")
            return redirect("mine:delegations")
    status = 422 if request.method == "POST" else 200
    return render(request, "people/mine/delegation_give.html", {"form": form}, status=status)


@require_POST
@login_required
def delegation_end(request: HttpRequest, pk: int) -> HttpResponse:
    by = myself(request)
    delegation = get_object_or_404(own_delegations(by.user), pk=pk)
    if ended(end_delegation, delegation, by=by):
        words = "已收回委托。" if delegation.giver_id == by.user.pk else "已退回委托。"
        messages.success(request, words)
    else:
        messages.info(request, "这项委托先前已经结束。")
    return redirect("mine:delegations")
