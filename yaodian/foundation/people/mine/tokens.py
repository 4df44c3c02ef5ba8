"""接口令牌: one's own tokens, and for the system administrator all of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yaodian.foundation.common import clock
from yaodian.foundation.people import scopes
from yaodian.foundation.people.models import ApiToken
from yaodian.foundation.people.roles import ACCOUNT_KEEPERS
from yaodian.foundation.people.tokens import make_token, revoke_token

from .common import ended, myself, tried
from .forms import TokenForm
from .password import problem_with_password

MOST = 500
ONCE_SECONDS = 24 * 3600
TWICE = "这一页已经提交过，令牌已建立。密钥只显示一次；没有记下的，请停用那个令牌，再重新建立。"


@dataclass(frozen=True)
class Line:
    """A token as the list tells it."""

    token: ApiToken
    state: str
    in_use: bool
    reads: str

    @property
    def face(self) -> str:
        return "good" if self.in_use else "off"


@require_safe
@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    rows = _lines(ApiToken.objects.filter(membership__user=myself(request).user))
    context = {"lines": rows, "documentation": scopes.documentation(), "all": False}
    return render(request, "people/mine/tokens.html", context)


@require_safe
@login_required
def all_tokens(request: HttpRequest) -> HttpResponse:
    """Every token, without its secret, for who keeps the accounts."""
    if request.actor.role not in ACCOUNT_KEEPERS:  # type: ignore[attr-defined]
        raise Http404
    context = {"lines": _lines(ApiToken.objects.all()), "documentation": "", "all": True}
    return render(request, "people/mine/tokens.html", context)


def _lines(rows: QuerySet[ApiToken]) -> list[Line]:
    """Those in use first, the newest first."""
    found = rows.select_related("membership__user", "membership__organisation", "membership__division")
    return sorted((_line(token) for token in found[:MOST]), key=lambda line: not line.in_use)


def _line(token: ApiToken) -> Line:
    valid, over = token.state == ApiToken.State.VALID, token.expires_at <= clock.now()
    state = "已到期" if valid and over else token.get_state_display()
    return Line(token, state, valid and not over, "、".join(scopes.words_of(token.scopes)))


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def token_make(request: HttpRequest) -> HttpResponse:
    """After the password the answer to the form shows the secret; it is in no redirect, no session and no message."""
    by = myself(request)
    form = TokenForm(by.user, request.POST or None)
    if request.method == "POST" and form.is_valid() and _password_is_right(request, form):
        told = form.cleaned_data
        if told["key"] and not cache.add(f"token_form_{by.user.pk}_{told['key']}", True, ONCE_SECONDS):
            messages.info(request, TWICE)
            return redirect("mine:tokens")
        made = tried(form, make_token, told["membership"], told["name"], told["scopes"], told["days"], by=by)
        if made is not None:
            token, secret = made
            return render(request, "people/mine/token_made.html", {"token": token, "secret": secret})
        cache.delete(f"token_form_{by.user.pk}_{told['key']}")
    status = 422 if request.method == "POST" else 200
    return render(request, "people/mine/token_make.html", {"form": form}, status=status)


def _password_is_right(request: HttpRequest, form: TokenForm) -> bool:
    problem = problem_with_password(request, myself(request).user, form.cleaned_data["password"])
    if problem:
        form.add_error("password", problem)
    return not problem


@require_POST
@login_required
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    by = myself(request)
    keeper = by.role in ACCOUNT_KEEPERS
    rows = ApiToken.objects.all() if keeper else ApiToken.objects.filter(membership__user=by.user)
    token = get_object_or_404(rows.select_related("membership__user"), pk=pk)
    if ended(revoke_token, token, by=by):
        messages.success(request, f"已停用令牌“{token.name}”，使用它的程序从现在起读不到数据。")
    else:
        messages.info(request, "这个令牌先前已经停用。")
    others = keeper and request.POST.get("list") == "all"
    return redirect("mine:all_tokens" if others else "mine:tokens")
