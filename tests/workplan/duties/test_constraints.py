"""What must never happen is kept out by the database itself; raw SQL tries, a fitting row gets through."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import Error, IntegrityError, connection, transaction

from tests.cast import actor
from tests.workplan.duties.making import divided_plan, duty_of, issued_plan
from tests.workplan.plans.making import TEXT
from yaodian.foundation.flow.doors import NotInNext, move
from yaodian.workplan.duties.models import Duty, Share

pytestmark = pytest.mark.django_db


def run(sql: str, *values: Any) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def set_duty(pk: int, column: str, value: Any) -> int:
    return run(f"UPDATE duties_duty SET {column} = %s WHERE id = %s", value, pk)


@pytest.mark.parametrize(
    ("column", "wrong", "right", "name"),
    [
        ("state", "done", "cancelled", "duty_state_known"),
        ("due_on", "2025-12-31", "2026-01-01", "duty_due_after_start"),
        ("weight", "100.01", "100", "duty_weight_in_percent"),
        ("weight", "-1", "0", "duty_weight_in_percent"),
        ("evidence", "photo", "file", "duty_evidence_known"),
        ("rhythm", "weekly", "points", "duty_rhythm_known"),
    ],
)
def test_a_duty_keeps_to_its_rules(column: str, wrong: str, right: str, name: str) -> None:
    pk = duty_of(divided_plan(), "1").pk
    with pytest.raises(IntegrityError, match=name):
        set_duty(pk, column, wrong)
    assert set_duty(pk, column, right) == 1


@pytest.mark.parametrize("column", ["lead_id", "leader_id", "starts_on", "due_on"])
def test_an_issued_duty_names_lead_leader_and_days(column: str) -> None:
    issued = duty_of(issued_plan(), "1").pk
    with pytest.raises(IntegrityError, match="duty_issued_complete"):
        set_duty(issued, column, None)
    set_duty(issued, "state", "prepared")
    assert set_duty(issued, column, None) == 1


def test_a_share_is_never_negative_and_never_twice() -> None:
    divided_plan()
    share = Share.objects.first()
    with pytest.raises(IntegrityError, match="share_not_negative"):
        run("UPDATE duties_share SET value = -1 WHERE id = %s", share.pk)
    assert run("UPDATE duties_share SET value = 0 WHERE id = %s", share.pk) == 1
    insert = "INSERT INTO duties_share (revision, target_id, region_id) VALUES (1, %s, %s)"
    with pytest.raises(IntegrityError, match="share_once"):
        run(insert, share.target_id, share.region_id)
    other = share.target.plan.targets.exclude(pk=share.target_id).first()
    assert run(insert, other.pk, share.region_id) == 1


def test_a_milestone_has_a_title_and_a_task_one_duty() -> None:
    duty = duty_of(divided_plan(), "1")
    insert = 'INSERT INTO duties_milestone (revision, "order", title, due_on, dropped, duty_id) VALUES (1, 0, %s, %s, false, %s)'
    with pytest.raises(IntegrityError, match="milestone_has_a_title"):
        run(insert, "", "2026-06-30", duty.pk)
    assert run(insert, "印发方案", "2026-06-30", duty.pk) == 1
    with pytest.raises(IntegrityError):
        Duty.objects.create(state="prepared", task=duty.task)


def test_an_issuance_is_never_changed_and_explains_its_overloads() -> None:
    plan = issued_plan()
    with pytest.raises(Error, match=r"never changed|permission denied"):
        run("UPDATE duties_issuance SET note = 'x' WHERE plan_id = %s", plan.pk)
    other = divided_plan_of_another_year()
    insert = (
        "INSERT INTO duties_issuance (plan_id, document_no, note, overloads, overload_reason, issued_by_id, issued_at)"
        " VALUES (%s, '', '', %s, %s, %s, now())"
    )
    by = actor("chief").user.pk
    with pytest.raises(IntegrityError, match="issuance_explains_overload"):
        run(insert, other, '[{"target": 1}]', "", by)
    assert run(insert, other, '[{"target": 1}]', "县里同意", by) == 1


def divided_plan_of_another_year() -> int:
    return divided_plan(TEXT.replace("2026年科技创新", "2025年科技创新")).pk


def test_an_issued_duty_does_not_go_back_to_be_prepared() -> None:
    duty = duty_of(issued_plan(), "1")
    with pytest.raises(NotInNext):
        move(duty, "prepared", by=actor("chief"))
