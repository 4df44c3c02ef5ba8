"""The HTTP API: read only, with tokens. An app's operations are one line below: its router, from its `api.py`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from yaodian.foundation.people.bearer import Bearer
from yaodian.foundation.people.models import ApiToken
from yaodian.workplan.plans.api import router as plans_router
from yaodian.workplan.progress.api import router as progress_router

from .api_frame import ReadingApi


class Me(Schema):
    """Whom a token acts for."""

    name: str = Field(description="姓名")
    role: str = Field(description="角色代码")
    role_label: str = Field(description="身份")
    token: str = Field(description="令牌的用途")
    scopes: list[str] = Field(description="可读内容")
    expires_at: datetime = Field(description="到期时间")


api = ReadingApi(
    title="要点接口",
    version="1",
    description="只供读取。令牌看到的，与它的身份在页面上看到的相同。",
    auth=Bearer(),
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)


@api.get("/me", response=Me, url_name="me", summary="令牌是谁的、能读什么、何时到期", tags=["令牌"])
def me(request: HttpRequest) -> dict[str, Any]:
    token: ApiToken = request.token  # type: ignore[attr-defined]
    return {
        "name": token.membership.user.name,
        "role": token.membership.role,
        "role_label": token.membership.label,
        "token": token.name,
        "scopes": token.scopes,
        "expires_at": token.expires_at,
    }


api.add_router("/plans/", plans_router)
api.add_router("/progress/", progress_router)
