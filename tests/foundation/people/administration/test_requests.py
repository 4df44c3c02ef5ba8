"""One asks for a role, another decides, and in a small office a third looks at it afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests import cast
from tests.foundation.people.administration.asking import asked, bureau, signed_in, wish
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import SYSTEM, Actor
from yaodian.foundation.common.refusal import Problems, Refused
from yaodian.foundation.flow.doors import NotInNext, Superseded
from yaodian.foundation.notices.todos import todos_of
from yaodian.foundation.people import actions
from yaodian.foundation.people.actions import requests
from yaodian.foundation.people.checking import problems_of
from yaodian.foundation.people.models import Membership, RoleRequest, User
from yaodian.foundation.people.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(settings: Any) -> Actor:
    """A small office's general administrator."""
    settings.SECURITY_PROFILE = "small"
    user = actions.add_user("admin", "孔综合", by=SYSTEM)
    membership = actions.grant_role(user, Role.ADMIN, bureau(), by=SYSTEM)
    return Actor(user, membership)


def roles_of(login: str) -> set[str]:
    return set(Membership.objects.current().filter(user__username=login).values_list("role", flat=True))


def test_a_role_is_held_only_after_the_second_person_has_agreed() -> None:
    one = asked()
    assert (one.state, roles_of("colleague")) == ("asked", {"clerk"})
    done = requests.agree(one, by=cast.actor("security_admin"), revision=one.revision, opinion="同意")
    assert (done.state, roles_of("colleague")) == ("done", {"clerk", "chief"})
    assert (done.membership.role, done.decided_by.username, done.asked_by.username) == (
        "chief",
        "security_admin",
        "system_admin",
    )
    reasons = (
        Entry.objects.filter(object_type="people.rolerequest").order_by("id").values_list("action", "reason")
    )
    assert list(reasons) == [("ask_for_role", "主持科室工作"), ("agree_role", "同意")]


@pytest.mark.parametrize("who", ["security_admin", "audit_admin", "clerk", "leader"])
def test_who_does_not_keep_accounts_does_not_ask(who: str) -> None:
    with pytest.raises(Refused, match="由系统管理员提出申请"):
        requests.ask_for_role(wish(), by=cast.actor(who), reason="主持科室工作")


@pytest.mark.parametrize("who", ["system_admin", "audit_admin", "chief"])
def test_who_does_not_give_roles_does_not_decide(who: str) -> None:
    one = asked()
    for act in (requests.agree, requests.refuse):
        with pytest.raises(Refused, match="由安全管理员审批"):
            act(one, by=cast.actor(who), revision=one.revision, opinion="同意")
    assert roles_of("colleague") == {"clerk"}


def test_nobody_asks_for_oneself_or_decides_about_oneself() -> None:
    with pytest.raises(Refused, match="不能为自己申请角色"):
        asked("system_admin")
    one = asked("security_admin")
    with pytest.raises(Refused, match="涉及您自己的角色"):
        requests.agree(one, by=cast.actor("security_admin"), revision=one.revision, opinion="")
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleRequest.objects.filter(pk=one.pk).update(decided_by=one.user)


def test_the_database_itself_wants_two_people() -> None:
    one = asked()
    with pytest.raises(IntegrityError, match="role_request_two_people"), transaction.atomic():
        RoleRequest.objects.filter(pk=one.pk).update(decided_by=one.asked_by)


def test_a_refusal_needs_its_reason_and_leaves_everything_as_it_was() -> None:
    one, by = asked(), cast.actor("security_admin")
    with pytest.raises(Problems, match="请写明不同意的理由"):
        requests.refuse(one, by=by, revision=one.revision, opinion="")
    done = requests.refuse(one, by=by, revision=one.revision, opinion="已有负责人")
    assert (done.state, done.opinion, roles_of("colleague")) == ("refused", "已有负责人", {"clerk"})


def test_who_asked_may_withdraw_and_nobody_else() -> None:
    one = asked()
    with pytest.raises(Refused):
        requests.withdraw(one, by=cast.actor("security_admin"), revision=one.revision)
    done = requests.withdraw(one, by=cast.actor("system_admin"), revision=one.revision)
    with pytest.raises(NotInNext):
        requests.withdraw(done, by=cast.actor("system_admin"), revision=done.revision)


def test_the_second_of_two_decisions_is_told_that_it_comes_second() -> None:
    one, by = asked(), cast.actor("security_admin")
    requests.agree(one, by=by, revision=one.revision, opinion="")
    with pytest.raises(Superseded):
        requests.agree(one, by=by, revision=one.revision, opinion="")
    assert Membership.objects.filter(user__username="colleague", role="chief").count() == 1


def test_all_that_is_wrong_with_a_wish_is_told_at_once() -> None:
    User.objects.filter(username="audit_admin").update(is_active=False)
    yesterday = clock.today() - timedelta(days=1)
    other = wish(
        "audit_admin", Role.SECURITY_ADMIN, starts_on=yesterday, ends_on=yesterday - timedelta(days=1)
    )
    assert [problem.field for problem in problems_of(other)] == ["", "starts_on", "ends_on", "role"]
    assert [problem.words for problem in problems_of(wish(role=Role.COUNTY))] == [
        "“县（市、区）科技主管部门”请选择所管的县（市、区）。"
    ]
    assert [problem.field for problem in problems_of(wish(role=Role.ADMIN))] == ["role"]
    assert [problem.field for problem in problems_of(wish(role=Role.CLERK))] == ["role"]
    asked()
    assert [problem.words for problem in problems_of(wish())] == ["同样的申请正在等待审批，不用再提交。"]


def test_a_role_ends_by_request_too_and_the_last_of_a_duty_stays() -> None:
    by, today = cast.actor("system_admin"), clock.today()
    held = Membership.objects.get(user__username="clerk")
    one = requests.ask_to_end(held, by=by, on=today, reason="调离")
    with pytest.raises(Problems, match="正在等待审批"):
        requests.ask_to_end(held, by=by, on=today, reason="调离")
    requests.agree(one, by=cast.actor("security_admin"), revision=one.revision, opinion="")
    held.refresh_from_db()
    assert held.ends_on == today
    only = Membership.objects.get(user__username="audit_admin")
    with pytest.raises(Problems, match="唯一能“查看审计”的人"):
        requests.ask_to_end(only, by=by, on=today, reason="调离")


def test_at_level_two_and_three_nobody_becomes_a_general_administrator(settings: Any) -> None:
    user = User.objects.get(username="leader")
    for profile in ("level2", "level3"):
        settings.SECURITY_PROFILE = profile
        with pytest.raises(Refused, match="不设综合管理员"):
            actions.grant_role(user, Role.ADMIN, bureau(), by=SYSTEM)
    settings.SECURITY_PROFILE = "small"
    assert actions.grant_role(user, Role.ADMIN, bureau(), by=SYSTEM).role == "admin"


def test_in_a_small_office_it_takes_effect_at_once_and_is_looked_at_afterwards(small: Actor) -> None:
    done = requests.ask_for_role(wish(), by=small, reason="主持科室工作")
    assert (done.state, done.profile, roles_of("colleague")) == ("done", "small", {"clerk", "chief"})
    auditor = cast.actor("audit_admin")
    assert [todo.title for todo in todos_of(auditor)] == ["事后复核角色变动"]
    with pytest.raises(Refused, match="由审计管理员办理"):
        requests.check_afterwards(done, by=small, revision=done.revision, opinion="")
    checked = requests.check_afterwards(done, by=auditor, revision=done.revision, opinion="属实")
    assert (checked.checked_by.username, todos_of(auditor)) == ("audit_admin", [])


def test_what_two_people_decided_needs_no_look_afterwards() -> None:
    one = asked()
    done = requests.agree(one, by=cast.actor("security_admin"), revision=one.revision, opinion="")
    with pytest.raises(Refused, match="已由两个人办理"):
        requests.check_afterwards(done, by=cast.actor("audit_admin"), revision=done.revision, opinion="")


def test_the_pages_lead_from_asking_to_agreeing() -> None:
    system, security = signed_in("system_admin"), signed_in("security_admin")
    user = User.objects.get(username="colleague")
    new = reverse("administration:request_new", args=[user.pk])
    division = wish().division
    told = {"role": "chief", "organisation": bureau().pk, "division": division.pk, "starts_on": "2020-01-01"}
    answer = system.post(new, told)
    assert answer.status_code == 422
    assert [words for found in answer.context["form"].errors.values() for words in found] == [
        "这个字段是必填项。"
    ]
    answer = system.post(new, told | {"reason": "主持科室工作"})
    assert answer.context["form"].errors["starts_on"] == [
        "开始日期不能早于今天；以前的任职由系统如实保留，不能补记。"
    ]
    answer = system.post(
        new, told | {"reason": "主持科室工作", "starts_on": clock.today().isoformat()}, follow=True
    )
    assert "等待安全管理员审批" in answer.content.decode()
    one = RoleRequest.objects.get()
    assert [todo.count for todo in todos_of(cast.actor("security_admin"))] == [1]
    page = security.get(reverse("administration:request", args=[one.pk])).content.decode()
    assert "主持科室工作" in page
    assert "同意并生效" in page
    agree = reverse("administration:request_agree", args=[one.pk])
    answer = security.post(agree, {"revision": one.revision, "opinion": "同意"}, follow=True)
    assert "已同意，即时生效。" in answer.content.decode()
    answer = security.post(agree, {"revision": one.revision, "opinion": "同意"}, follow=True)
    assert "刚刚已由别人办理" in answer.content.decode()
    assert roles_of("colleague") == {"clerk", "chief"}
