"""Plans that a meeting has approved, made through the actions like any other."""

from __future__ import annotations

from datetime import date

from tests.cast import actor
from tests.workplan.plans.making import TEXT, accept_all, small_plan
from yaodian.workplan.plans.actions.approving import Decision, approve_plan
from yaodian.workplan.plans.actions.reviewing import finish_review
from yaodian.workplan.plans.models import Plan

DECISION = Decision("局党组会议（2026年第3次）", date(2026, 1, 20), "云科发〔2026〕3号", "王海峰")


def reviewed_plan(text: str = TEXT) -> Plan:
    plan = accept_all(small_plan(text=text))
    return finish_review(plan, by=actor("clerk"), revision=plan.revision)


def approved_plan(text: str = TEXT) -> Plan:
    plan = reviewed_plan(text)
    return approve_plan(plan, DECISION, by=actor("chief"), revision=plan.revision)
