"""The background jobs clear what is over, and only that."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import actor
from yaodian.foundation.common import clock
from yaodian.foundation.desk.models import Presence
from yaodian.site.background import clear_presence

pytestmark = pytest.mark.django_db


def test_presence_of_more_than_an_hour_ago_is_cleared() -> None:
    for name, minutes in {"clerk": 61, "chief": 59}.items():
        seen = clock.now() - timedelta(minutes=minutes)
        Presence.objects.create(user=actor(name).user, place="plans:1", seen_at=seen)
    assert clear_presence() == 1
    assert Presence.objects.get().user == actor("chief").user
