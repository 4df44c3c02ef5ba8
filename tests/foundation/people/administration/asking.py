"""Wishes and requests for roles, as the tests speak of them."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests import cast
from yaodian.foundation.common import clock
from yaodian.foundation.people.actions.requests import ask_for_role
from yaodian.foundation.people.checking import Wish
from yaodian.foundation.people.models import Division, Organisation, RoleRequest, User
from yaodian.foundation.people.roles import Role


def bureau() -> Organisation:
    return Organisation.objects.get(kind=Organisation.Kind.BUREAU)


def wish(login: str = "colleague", role: str = Role.CHIEF, **more: Any) -> Wish:
    division = Division.objects.get(name="农村科技科")
    place = {"organisation": bureau(), "division": division, "starts_on": clock.today(), **more}
    return Wish(user=User.objects.get(username=login), role=role, **place)


def asked(
    login: str = "colleague", role: str = Role.CHIEF, by: str = "system_admin", **more: Any
) -> RoleRequest:
    return ask_for_role(wish(login, role, **more), by=cast.actor(by), reason="主持科室工作")


def signed_in(login: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=login))
    return client
