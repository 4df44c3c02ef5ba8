"""A plan whose work is being divided, for the addresses of its duties."""

from __future__ import annotations

from dataclasses import dataclass

from tests import cast
from tests.workplan.duties.making import issued_plan
from tests.workplan.plans.standing import approved_plan
from yaodian.foundation.desk.models import ImportBatch
from yaodian.workplan.duties.actions.importing import hand_in
from yaodian.workplan.duties.models import Duty
from yaodian.workplan.duties.workbook.writing import workbook_for
from yaodian.workplan.plans.models import Plan


@dataclass
class Divided:
    """An approved plan with its duties, and the workbook that was handed in for it."""

    plan: Plan

    def argument(self, name: str, argument: str) -> int:
        if argument == "plan_id":
            return self.plan.pk
        if argument == "target_id":
            return self.plan.targets.promised().order_by("start")[0].pk
        return self.batch.pk if argument == "batch_id" else self.duty.pk

    @property
    def duty(self) -> Duty:
        return Duty.objects.filter(task__plan=self.plan)[0]

    @property
    def batch(self) -> ImportBatch:
        return hand_in(self.plan, workbook_for(self.plan), "责任分解表.xlsx", by=cast.actor("clerk"))


def divided() -> Divided:
    return Divided(approved_plan())


def issued() -> Divided:
    return Divided(issued_plan())


MAKERS = {"divided": divided, "issued": issued}
