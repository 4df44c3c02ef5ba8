"""A reviewed plan is approved once, with everything the office needs, and then stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import ProgrammingError, connection, transaction

from tests.cast import actor
from tests.workplan.plans.making import target_of
from tests.workplan.plans.reviewed_plan import signed_in
from tests.workplan.plans.standing import DECISION, approved_plan, reviewed_plan
from yaodian.foundation.common.refusal import Problems, Refused
from yaodian.foundation.files.handed_in import HandedIn
from yaodian.foundation.flow.doors import Superseded
from yaodian.workplan.plans.actions.amending import Change, amend_plan
from yaodian.workplan.plans.actions.approving import Decision, approve_plan
from yaodian.workplan.plans.models import ItemVersion

pytestmark = pytest.mark.django_db


def test_approval_writes_down_everything_that_was_promised_first() -> None:
    plan = approved_plan()
    assert (plan.state, plan.version, plan.approval.document_no) == ("approved", 1, "云科发〔2026〕3号")
    kept = ItemVersion.objects.filter(version__plan=plan, version__number=1)
    assert kept.filter(target=None).count() == plan.tasks.promised().count()
    assert kept.filter(task=None).count() == plan.targets.promised().count()
    assert kept.get(target=target_of(plan, "35家")).content["value"] == "35"


def test_other_brackets_of_a_document_number_are_put_right() -> None:
    plan = reviewed_plan()
    decision = replace(DECISION, document_no=" 云科发[2026] 12 号")
    stored = approve_plan(plan, decision, by=actor("leader"), revision=plan.revision)
    assert stored.approval.document_no == "云科发〔2026〕12号"


def test_everything_missing_is_told_at_once() -> None:
    plan = reviewed_plan()
    with pytest.raises(Problems) as told:
        approve_plan(plan, Decision("", None, "3号"), by=actor("chief"), revision=plan.revision)
    assert [problem.field for problem in told.value.items] == ["meeting", "meeting_on", "document_no"]
    plan.refresh_from_db()
    assert plan.state == "reviewed"


def test_the_minutes_are_kept_and_handed_out_to_who_sees_the_plan() -> None:
    plan = reviewed_plan()
    minutes = HandedIn(b"%PDF-1.7 minutes", "会议纪要.pdf")
    approve_plan(plan, DECISION, by=actor("chief"), revision=plan.revision, file=minutes)
    address = f"/plans/{plan.pk}/approval/file/"
    answer = signed_in("auditor").get(address)
    assert (answer.status_code, answer.getvalue()) == (200, minutes.data)
    assert signed_in("county").get(address).status_code == 404


def test_a_file_that_is_not_what_it_says_is_told_with_the_rest() -> None:
    plan = reviewed_plan()
    with pytest.raises(Problems) as told:
        approve_plan(
            plan,
            replace(DECISION, meeting=""),
            by=actor("chief"),
            revision=plan.revision,
            file=HandedIn(b"MZ" + b"0" * 64, "纪要.pdf"),
        )
    assert [problem.field for problem in told.value.items] == ["meeting", "file"]


@pytest.mark.parametrize("login", ["clerk", "auditor", "county"])
def test_others_do_not_approve(login: str) -> None:
    plan = reviewed_plan()
    with pytest.raises(Refused):
        approve_plan(plan, DECISION, by=actor(login), revision=plan.revision)


def test_an_amendment_is_a_version_and_the_first_promise_stays() -> None:
    plan = approved_plan()
    target = target_of(plan, "35家")
    version = amend_plan(
        plan,
        [Change(target, {"value": Decimal(30)})],
        by=actor("chief"),
        revision=plan.revision,
        reason="省里下达的任务数调整",
        basis="局党组会议（2026年第8次）",
        decided_on=date(2026, 4, 1),
    )
    target.refresh_from_db()
    plan.refresh_from_db()
    assert (version.number, plan.version, target.value) == (2, 2, Decimal(30))
    kept = ItemVersion.objects.filter(target=target).order_by("version__number")
    assert [row.content["value"] for row in kept] == ["35", "30"]


def test_cancelling_a_task_cancels_its_targets() -> None:
    plan = approved_plan()
    target = target_of(plan, "35家")
    assert target.task is not None
    amend_plan(
        plan,
        [Change(target.task, cancel=True)],
        by=actor("chief"),
        revision=plan.revision,
        reason="合并到省级专项",
        basis="云科发〔2026〕9号",
        decided_on=date(2026, 4, 1),
    )
    assert set(target.task.targets.values_list("state", flat=True)) == {"cancelled"}


def test_an_amendment_without_change_reason_or_basis_is_told_so_at_once() -> None:
    plan = approved_plan()
    target = target_of(plan, "35家")
    with pytest.raises(Problems) as told:
        amend_plan(
            plan,
            [Change(target, {"value": target.value})],
            by=actor("chief"),
            revision=plan.revision,
            reason=" ",
            basis="",
            decided_on=None,
        )
    assert [problem.field for problem in told.value.items] == ["reason", "basis", "decided_on", ""]


def test_an_amendment_of_nothing_asks_for_a_tick() -> None:
    plan, client = approved_plan(), signed_in("chief")
    address, words = f"/plans/{plan.pk}/amend/", "请至少勾选一项要调整的任务或指标。"
    first = client.get(address)
    assert (first.status_code, words in first.content.decode()) == (200, False)
    assert '<form method="get" class="stack"><input type="hidden" name="chosen" value="1">' in (
        first.content.decode()
    )
    asked = client.get(address, {"chosen": 1})
    assert (asked.status_code, words in asked.content.decode()) == (422, True)


def test_an_amendment_without_change_leads_to_its_first_field() -> None:
    plan, client = approved_plan(), signed_in("chief")
    target = target_of(plan, "35家")
    address, name = f"/plans/{plan.pk}/amend/", f"target-{target.pk}"
    form = client.get(address, {"target": target.pk}).context["forms"][0][0]
    same = {f"{name}-{field}": "" if value is None else value for field, value in form.initial.items()}
    paper = {"reason": "调整", "basis": "会议", "decided_on": "2026-04-01", "revision": plan.revision}
    answer = client.post(address, {**same, **paper, "target": target.pk})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "错误：请改正下面 1 处后再提交" in page
    assert f'<a href="#id_{name}-indicator">没有任何变化。' in page


def test_the_second_of_two_amenders_is_told() -> None:
    plan = approved_plan()
    target = target_of(plan, "35家")
    told = {"reason": "调整", "basis": "会议", "decided_on": date(2026, 4, 1), "by": actor("chief")}
    amend_plan(plan, [Change(target, {"value": Decimal(30)})], revision=plan.revision, **told)
    with pytest.raises(Superseded):
        amend_plan(plan, [Change(target, {"value": Decimal(31)})], revision=plan.revision, **told)


def test_the_database_refuses_to_change_a_promise_without_a_version() -> None:
    target = target_of(approved_plan(), "35家")
    with pytest.raises(ProgrammingError, match="changes by amendment"), transaction.atomic():
        type(target).objects.filter(pk=target.pk).update(value=Decimal(1))
    with (
        pytest.raises(ProgrammingError, match="changes by amendment"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE plans_target SET value = 1, version = 9 WHERE id = %s", [target.pk])
    target.refresh_from_db()
    assert target.value == Decimal(35)


def test_before_approval_the_same_update_goes_through() -> None:
    target = target_of(reviewed_plan(), "35家")
    assert type(target).objects.filter(pk=target.pk).update(value=Decimal(1)) == 1
