"""How a program comes in: `Authorization: Bearer yd_…` on each request, no session.

The token is found by its SHA-256, so that what is compared in the database tells nothing about the secret. It
acts in its membership as the person themselves would, and is dead with the next request once it is revoked or
over, its person's account is closed or the membership has ended: all that is asked anew each time.
"""

from __future__ import annotations

from datetime import timedelta

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Q
from django.http import HttpRequest
from ninja.security import HttpBearer

from yaodian.foundation.audit.context import current
from yaodian.foundation.audit.log import record
from yaodian.foundation.audit.models import Result
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import ANONYMOUS, Actor
from yaodian.foundation.common.api import ApiProblem

from .models import ApiToken, Membership
from .scopes import words_of
from .tokens import digest_of

NOTED_EVERY = timedelta(minutes=1)
FAILURES, WINDOW_MINUTES = 30, 10
CHALLENGE = 'Bearer realm="yaodian"'


class Bearer(HttpBearer):
    """Lets a usable token in; with a scope, one that may read it. Sets `request.actor` and `request.token`."""

    def __init__(self, scope: str = "") -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> ApiToken:
        kind, _space, secret = request.headers.get(self.header, "").partition(" ")
        if kind.lower() != self.openapi_scheme or not secret.strip():
            raise ApiProblem(
                401,
                "token_missing",
                "请在请求头写明令牌：Authorization: Bearer yd_…",
                WWW_Authenticate=CHALLENGE,
            )
        return self.authenticate(request, secret.strip())

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:
        found = usable_token(token)
        if found is None:
            raise _failed(token)
        if self.scope and self.scope not in found.scopes:
            raise ApiProblem(
                403,
                "scope_missing",
                f"这个令牌不能读取“{words_of([self.scope])[0]}”，请另建一个带这项范围的令牌。",
                WWW_Authenticate=f'{CHALLENGE}, error="insufficient_scope", scope="{self.scope}"',
            )
        note_use(found)
        request.actor = Actor(found.membership.user, found.membership)  # type: ignore[attr-defined]
        request.token = found  # type: ignore[attr-defined]
        return found


def usable_token(secret: str) -> ApiToken | None:
    """The token with this secret, if at this moment it may be used; one query."""
    held = Membership.objects.current().filter(user__is_active=True)
    rows = ApiToken.objects.usable().filter(digest=digest_of(secret), membership__in=held)
    return rows.select_related(
        "membership__user", "membership__organisation", "membership__division", "membership__region"
    ).first()


def note_use(token: ApiToken) -> None:
    """Keep when the token was last used, at most once a minute."""
    now = clock.now()
    if token.used_at is None or token.used_at < now - NOTED_EVERY:
        stale = Q(used_at=None) | Q(used_at__lt=now - NOTED_EVERY)
        ApiToken.objects.filter(stale, pk=token.pk).update(used_at=now)


def _failed(secret: str) -> ApiProblem:
    """The answer to a token that is not usable. Failures are counted by address; beyond the limit nothing is kept."""
    if count_failure(current().address) > FAILURES:
        return ApiProblem(
            429,
            "too_many_failures",
            f"令牌多次不能使用，请核对令牌，{WINDOW_MINUTES} 分钟后再试。",
            Retry_After=str(WINDOW_MINUTES * 60),
        )
    record("api_refused", by=ANONYMOUS, result=Result.REFUSED, after={"hint": hint_of_known(secret)})
    return ApiProblem(
        401,
        "token_refused",
        "这个令牌不能使用：可能抄写有误、已停用、已到期，或者它的身份已经结束。请到“接口令牌”查看或新建。",
        WWW_Authenticate=f'{CHALLENGE}, error="invalid_token"',
    )


def hint_of_known(secret: str) -> str:
    """How a token that once was usable is told by; what nobody was ever given is not written down."""
    known = ApiToken.objects.filter(digest=digest_of(secret)).values_list("hint", flat=True).first()
    return known or ""


@transaction.atomic
def count_failure(address: str) -> int:
    """How often this address has failed lately, this time included; one process counts at a time.

    The count begins anew ten minutes after the last failure within the limit. It never keeps a good token out.
    """
    name = f"api_failures_{address}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])
    count = int(cache.get(name, 0)) + 1
    if count <= FAILURES + 1:
        cache.set(name, count, WINDOW_MINUTES * 60)
    return count
