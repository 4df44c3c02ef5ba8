"""States and choices of making a plan public."""

from __future__ import annotations

from django.db import models


class DisclosureState(models.TextChoices):
    PREPARING = "preparing", "准备中"
    CHECKED = "checked", "已保密审查"
    PUBLISHED = "published", "已公开"
    KEPT = "kept", "不主动公开"
    REPLACED = "replaced", "已由新版替换"
    WITHDRAWN = "withdrawn", "已撤回"


DISCLOSURE_NEXT: dict[str, set[str]] = {
    DisclosureState.PREPARING: {DisclosureState.CHECKED, DisclosureState.WITHDRAWN},
    DisclosureState.CHECKED: {
        DisclosureState.PREPARING,
        DisclosureState.PUBLISHED,
        DisclosureState.KEPT,
        DisclosureState.WITHDRAWN,
    },
    DisclosureState.PUBLISHED: {DisclosureState.REPLACED, DisclosureState.WITHDRAWN},
}


class PublicAttribute(models.TextChoices):
    """公开属性."""

    ACTIVE = "active", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"
    NOT = "not", "不予公开"


class ReleaseKind(models.TextChoices):
    """What stays inside unless it is released one by one."""

    HANDLER = "handler", "责任人"
    WEIGHT = "weight", "权重"
    LIGHT = "light", "进度灯"
    PROGRESS = "progress", "进展"
    SHARES = "shares", "县（市、区）分解数"


class Channel(models.TextChoices):
    PORTAL = "portal", "门户"
    WALL = "wall", "大屏"


class ReleaseState(models.TextChoices):
    PROPOSED = "proposed", "待批准"
    RELEASED = "released", "已放开"
    REFUSED = "refused", "未批准"
    WITHDRAWN = "withdrawn", "已收回"


RELEASE_NEXT: dict[str, set[str]] = {
    ReleaseState.PROPOSED: {ReleaseState.RELEASED, ReleaseState.REFUSED, ReleaseState.WITHDRAWN},
    ReleaseState.RELEASED: {ReleaseState.WITHDRAWN},
}
RELEASE_STANDING = (ReleaseState.PROPOSED, ReleaseState.RELEASED)
# The wall names nobody and weighs nothing.
WALL_KINDS = (ReleaseKind.LIGHT, ReleaseKind.PROGRESS, ReleaseKind.SHARES)
