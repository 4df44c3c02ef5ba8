"""The background jobs clear what is over, and only that."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.cast import actor
from yaodian.foundation.common import clock
from yaodian.foundation.desk.models import Presence
from yaodian.foundation.people.models import User
from yaodian.site import views
from yaodian.site.background import clear_presence

pytestmark = pytest.mark.django_db


def test_presence_of_more_than_an_hour_ago_is_cleared() -> None:
    for name, minutes in {"clerk": 61, "chief": 59}.items():
        seen = clock.now() - timedelta(minutes=minutes)
        Presence.objects.create(user=actor(name).user, place="plans:1", seen_at=seen)
    assert clear_presence() == 1
    assert Presence.objects.get().user == actor("chief").user


def test_the_audit_administrator_sees_the_state_of_sealing_and_others_do_not(client: Client) -> None:
    client.force_login(User.objects.get(username="audit_admin"))
    page = client.get("/administration/audit/chain/").content.decode()
    assert "封存与核验" in page
    assert "./run manage verify_audit" in page
    client.force_login(User.objects.get(username="chief"))
    assert client.get("/administration/audit/chain/").status_code == 404


def test_what_ails_is_told_to_administrators_only(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "ailing", lambda: ["audit"])
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"ok": False})
    client.force_login(User.objects.get(username="audit_admin"))
    assert client.get("/healthz").json() == {"ok": False, "ailing": ["audit"]}
