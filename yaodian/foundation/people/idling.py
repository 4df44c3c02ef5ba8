"""Accounts that nobody has used for a long time are closed by the system."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import SYSTEM

from . import parameters
from .access import may_leave
from .actions import deactivate_user
from .models import User

SIGNS_OF_CARE = ("reactivate_user", "make_password_link")


def close_idle_accounts() -> int:
    """Close each account that was not used for as many days as the parameter says; returns how many."""
    days = parameters.number("idle_account_days")
    if not days:
        return 0
    closed = 0
    for user in idle_since(clock.now() - timedelta(days=days)):
        if may_leave(user) is None:
            deactivate_user(user, by=SYSTEM, reason=f"{days} 天没有登录，自动停用。")
            closed += 1
    return closed


def idle_since(moment: datetime) -> QuerySet[User]:
    """People who have neither signed in since then nor been made, opened again or given a link."""
    cared = Entry.objects.filter(object_type=User._meta.label_lower, action__in=SIGNS_OF_CARE, at__gte=moment)
    known = [int(pk) for pk in cared.values_list("object_id", flat=True)]
    unused = User.objects.annotate(used_at=Coalesce("last_login", "date_joined")).filter(used_at__lt=moment)
    return unused.filter(is_active=True).exclude(pk__in=known).order_by("id")
