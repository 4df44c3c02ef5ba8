"""An issued plan with a report that waits or came back, for the addresses of progress."""

from __future__ import annotations

from dataclasses import dataclass

from tests import cast
from tests.workplan.duties.making import issued_plan
from tests.workplan.plans.making import target_of
from tests.workplan.progress.making import milestone_of, report
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.progress.actions.deciding import return_report
from yaodian.workplan.progress.actions.evidence import Evidence
from yaodian.workplan.progress.models import Report


@dataclass
class Reported:
    """The target is one that the county has a share of; the clerk's report about it carries a file."""

    plan: Plan
    report: Report

    def argument(self, name: str, argument: str) -> int:
        target = target_of(self.plan, "450家")
        if argument == "plan_id":
            return self.plan.pk
        if "milestone" in name:
            return milestone_of(target_of(self.plan, "450家")).pk
        if "task" in name:
            return target.task_id or 0
        return target.pk if "target" in name else self.report.pk


def reported() -> Reported:
    plan = issued_plan()
    file = Evidence(b"\x89PNG\r\n\x1a\n" + b"0" * 64, "名单.png")
    return Reported(plan, report(target_of(plan, "450家"), value=30, file=file))


def returned() -> Reported:
    made = reported()
    return_report(made.report, by=cast.actor("chief"), revision=1, opinion="请附名单")
    return made


MAKERS = {"reported": reported, "returned_report": returned}
