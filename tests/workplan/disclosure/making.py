"""Plans on their way to the public, made through the actions."""

from __future__ import annotations

from datetime import date

from tests import cast
from tests.workplan.plans.standing import approved_plan
from yaodian.foundation.common.actor import SYSTEM, Actor
from yaodian.foundation.people import actions as people
from yaodian.foundation.people.models import User
from yaodian.foundation.people.roles import Role
from yaodian.workplan.disclosure.actions.checking import check_disclosure
from yaodian.workplan.disclosure.actions.preparing import Proposal, prepare_disclosure
from yaodian.workplan.disclosure.actions.publishing import approve_and_publish
from yaodian.workplan.disclosure.models import Disclosure
from yaodian.workplan.plans.actions.amending import Change, amend_plan
from yaodian.workplan.plans.actions.restricting import restrict_task
from yaodian.workplan.plans.models import Plan, Version

INDEX_NO = "YL-2026-00012"
OPINION = "不涉及国家秘密、工作秘密，可以公开。"
TEXT = """云岭市2026年科技创新工作要点
2026年，全市科技创新工作的总体要求是加快建设省级创新型城市。
一、培育创新主体
1.培育高新技术企业。建立培育库，全年新认定高新技术企业35家以上，力争高新技术企业总数达到210家。
2.壮大科技型中小企业。常态化开展评价服务，全年入库科技型中小企业450家以上。
二、服务乡村振兴
3.选派科技特派员。全市科技特派员不少于160人，开展农业技术培训100场以上。
4.办好科技活动周。精心组织送科技下乡活动，营造崇尚创新的良好氛围。
三、加强党的建设
坚持党建引领。
5.抓好基层党组织建设。开展党员教育培训4次以上。
"""


def second_leader() -> Actor:
    """Another leader of the bureau: the cast has one, and two of three acts may fall to leaders."""
    user = User.objects.filter(username="deputy").first()
    bureau = cast.actor("leader").membership.organisation
    if user is None:
        user = people.add_user(
            "deputy", "林副局", by=SYSTEM, password=cast.PASSWORD, email="deputy@yunling.example"
        )
        people.grant_role(user, Role.LEADER, bureau, by=SYSTEM, starts_on=cast.SINCE)
    return cast.actor("deputy")


def standing_plan(text: str = TEXT) -> Plan:
    """An approved plan whose task of party matters is in the restricted register."""
    plan = approved_plan(text)
    for task in plan.tasks.filter(title__contains="党组织"):
        restrict_task(task, True, by=cast.actor("chief"), revision=task.revision, reason="党务事项")
    return plan


def proposal(plan: Plan, **redacted: str) -> Proposal:
    """`no4="理由"` redacts the task numbered 4."""
    keys = {plan.tasks.get(no=no.removeprefix("no")).pk: reason for no, reason in redacted.items()}
    return Proposal("active", "", INDEX_NO, keys)


def prepared(plan: Plan, **redacted: str) -> Disclosure:
    return prepare_disclosure(plan, proposal(plan, **redacted), by=cast.actor("clerk"))


def checked(plan: Plan, **redacted: str) -> Disclosure:
    made = prepared(plan, **redacted)
    return check_disclosure(made, by=cast.actor("chief"), revision=made.revision, opinion=OPINION)


def published(plan: Plan, **redacted: str) -> Disclosure:
    made = checked(plan, **redacted)
    return approve_and_publish(made, by=cast.actor("leader"), revision=made.revision)


def amended(plan: Plan, *changes: Change, reason: str = "省里调整了任务") -> Version:
    plan.refresh_from_db()
    return amend_plan(
        plan, changes, by=cast.actor("chief"), revision=plan.revision, reason=reason,
        basis="局长办公会", decided_on=date(2026, 6, 1),
    )  # fmt: skip
