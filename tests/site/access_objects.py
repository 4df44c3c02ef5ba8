"""What the addresses of the access table are about, made through actions."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

from openpyxl import Workbook

from tests import cast
from tests.site import access_disclosure, access_duties, access_progress
from tests.site.access_administration import Administered, administration
from tests.workplan.plans.standing import DECISION
from yaodian.foundation.common import clock
from yaodian.foundation.desk.models import ImportBatch
from yaodian.foundation.people import scopes
from yaodian.foundation.people.delegating import delegate_role
from yaodian.foundation.people.personal import change_details
from yaodian.foundation.people.tokens import make_token
from yaodian.workplan.plans.actions.approving import approve_plan
from yaodian.workplan.plans.actions.deciding import accept
from yaodian.workplan.plans.actions.importing import import_plan
from yaodian.workplan.plans.actions.reviewing import finish_review
from yaodian.workplan.plans.actions.taking_over import hand_in
from yaodian.workplan.plans.models import Plan, Target, Task

TEXT = """云岭市科学技术局2026年工作要点

一、强化企业创新主体地位
（一）梯次培育高新技术企业。全年高新技术企业累计达到72家以上，新增入库科技型中小企业30家。
（二）用好科技创新券。兑付科技创新券400万元以上。
二、促进成果转化
（三）做好技术合同登记。技术合同认定登记额达到6.5亿元以上。
"""


@dataclass
class Objects:
    """One plan with one of its targets and tasks."""

    plan: Plan
    target: Target
    task: Task

    @property
    def batch(self) -> ImportBatch:
        """A table of tasks handed in for the plan."""
        sheet = io.BytesIO()
        book = Workbook()
        book.active.append(["序号", "重点任务", "责任科室"])
        book.active.append(["1", "梯次培育高新技术企业", "高新技术科"])
        book.save(sheet)
        return hand_in(self.plan, sheet.getvalue(), "任务分解表.xlsx", by=cast.actor("clerk"))

    def argument(self, name: str, argument: str) -> int | str:
        """The value of one argument of an address: numbers of these records, or keys that nobody has."""
        if argument == "plan_id":
            return self.plan.pk
        if argument == "pk":
            return self.task.pk if "task" in name else self.target.pk
        if argument == "batch_id":
            return self.batch.pk
        return {"key": "nosuch", "uidb36": "1"}.get(argument, 999_999_999)


def reviewing(text: str = TEXT) -> Objects:
    """A plan as it stands after its import."""
    plan = import_plan(text.encode(), "云岭市科学技术局2026年工作要点.txt", by=cast.actor("clerk"))
    return Objects(plan, plan.targets.order_by("start").first(), plan.tasks.order_by("start").first())


def reviewed(year: str = "2025") -> Objects:
    """The plan of the year before, with every item accepted and the review finished."""
    made, by = reviewing(TEXT.replace("2026", year)), cast.actor("clerk")
    for item in (*made.plan.targets.all(), *made.plan.tasks.all()):
        accept(item, by=by, revision=item.revision)
    plan = Plan.objects.get(pk=made.plan.pk)
    return Objects(finish_review(plan, by=by, revision=plan.revision), made.target, made.task)


def approved(year: str = "2024") -> Objects:
    """A plan that a meeting has approved."""
    made = reviewed(year)
    plan = approve_plan(made.plan, DECISION, by=cast.actor("chief"), revision=made.plan.revision)
    return Objects(plan, made.target, made.task)


@dataclass
class Own:
    """Something of a person's own, by its number."""

    pk: int

    def argument(self, name: str, argument: str) -> int | str:
        return self.pk


def delegation() -> Own:
    """The chief's role in the hands of the clerk."""
    chief, today = cast.actor("chief"), clock.today()
    clerk = cast.actor("clerk").user
    return Own(delegate_role(chief.membership, clerk, today, today, "赴省厅培训", by=chief).pk)


def token() -> Own:
    """The clerk's."""
    clerk = cast.actor("clerk")
    return Own(make_token(clerk.membership, "数据大屏", list(scopes.known()), by=clerk)[0].pk)


def person() -> Own:
    """The clerk, with a phone and an identity number."""
    clerk = cast.actor("clerk")
    details = {"phone": "13912345678", "id_number": "11010119900307803X"}
    change_details(clerk.user, details, revision=0, by=clerk)
    return Own(clerk.user.pk)


MAKERS: dict[
    str,
    Callable[
        [],
        Objects
        | Own
        | Administered
        | access_disclosure.One
        | access_duties.Divided
        | access_progress.Reported,
    ],
] = {
    "administration": administration,
    "reviewing": reviewing,
    "reviewed": reviewed,
    "approved": approved,
    "delegation": delegation,
    "token": token,
    "person": person,
    **access_disclosure.MAKERS,
    **access_duties.MAKERS,
    **access_progress.MAKERS,
}
