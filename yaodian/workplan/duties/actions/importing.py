"""Taking over a workbook of the division: handed in, looked at, its good rows written together or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.db import transaction

from yaodian.foundation.audit.log import record
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problem, Problems, insist
from yaodian.foundation.desk.models import ImportBatch
from yaodian.foundation.files import store
from yaodian.foundation.files.actions import forget_unowned, keep_file
from yaodian.foundation.flow.doors import move
from yaodian.workplan.plans.actions.importing import MEDIA_TYPES
from yaodian.workplan.plans.actions.opening import hold_plan
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.reading.formats import Sheet, Unreadable, read_grid

from ..access import may_divide
from ..models import Share
from ..naming import regions_in_order
from ..workbook.preview import BAD, CHANGED, Preview, Row, preview
from ..workbook.reading import SHEETS, read_sheets
from .assigning import write_duty, write_step
from .sharing import write_pace, write_share

PURPOSE = "duty_workbook"
LIMIT, MAX_COLUMNS = 2000, 80
NOTHING = Problem("", "没有可以接入的行：好的行都没有变化，有问题的行请改好后再上传。")
CHANGED_SINCE = Problem("", "预览以后有人改过这些任务，下面是最新的情况，请再看一遍。")


def hand_in(plan: Plan, data: bytes, name: str, *, by: Actor) -> ImportBatch:
    """Keep a workbook and what it holds; the same file that still waits is the batch it was before.

    Raises `Refused` or `formats.Unreadable`; then nothing is stored.
    """
    tables = _tables(read_grid(data, name))
    try:
        with transaction.atomic():
            return _hand_in(plan, data, name, tables, by=by)
    except BaseException:
        forget_unowned(store.digest(data))
        raise


def _hand_in(plan: Plan, data: bytes, name: str, tables: list[dict[str, Any]], *, by: Actor) -> ImportBatch:
    held = hold_plan(plan.pk)
    insist(may_divide(by, held))
    waiting = (
        batches_of(held).filter(state=ImportBatch.State.PREVIEWED, file__sha256=store.digest(data)).first()
    )
    if waiting is not None:
        found: ImportBatch = waiting
        return found
    attachment = keep_file(data, name, MEDIA_TYPES["xlsx"], by=by)
    batch = ImportBatch.objects.create(
        state=ImportBatch.State.PREVIEWED,
        purpose=PURPOSE,
        object_type=Plan._meta.label_lower,
        object_id=held.pk,
        file=attachment,
        tables=tables,
        made_by=by.user,
        made_at=clock.now(),
    )
    after = {"file": attachment.sha256, "name": attachment.name, "tables": len(tables)}
    record("hand_in_duties", batch, by=by, after=after, group=held)
    return batch


def batches_of(plan: Plan) -> Any:
    """The workbooks handed in for a plan, the newest first."""
    owned = {"object_type": Plan._meta.label_lower, "object_id": plan.pk}
    return ImportBatch.objects.filter(purpose=PURPOSE, **owned).select_related("file", "made_by")


def _tables(sheets: list[Sheet]) -> list[dict[str, Any]]:
    """The sheets that count, as a batch keeps them. Raises `Unreadable` with what is wrong with them."""
    found = [_table(sheet) for sheet in sheets if sheet.name in SHEETS and any(map(any, sheet.rows))]
    troubles = read_sheets(found, regions_in_order()).troubles
    if troubles:
        raise Unreadable("wrong_sheets", "".join(troubles))
    return found


def _table(sheet: Sheet) -> dict[str, Any]:
    """A sheet without the empty rows below and the empty columns right of its content."""
    length = max(at for at, row in enumerate(sheet.rows, start=1) if any(row))
    width = max(at for row in sheet.rows for at, cell in enumerate(row, start=1) if cell)
    if length > LIMIT or width > MAX_COLUMNS:
        words = f"工作表“{sheet.name}”有 {length:,} 行、{width} 列，最多 {LIMIT:,} 行、{MAX_COLUMNS} 列，请删去多余的内容。"
        raise Unreadable("too_large", words)
    problems = [asdict(problem) for problem in sheet.row_problems]
    rows = [row[:width] for row in sheet.rows[:length]]
    return {"name": sheet.name, "rows": rows, "problems": problems}


@transaction.atomic
def take_over(batch: ImportBatch, *, by: Actor, seen: str) -> ImportBatch:
    """Write every good row of the workbook, together; bad rows are left out and kept for correction.

    `seen` is the fingerprint of the preview on the person's screen. Raises `Refused`, `Problems`, or
    `NotInNext` when the batch was taken over already.
    """
    plan = hold_plan(batch.object_id)
    insist(may_divide(by, plan))
    looked = preview(plan, batch.tables)
    if batch.state == ImportBatch.State.PREVIEWED:
        _insist_takeable(looked, seen)
    taken = move(batch, ImportBatch.State.TAKEN, by=by, action="take_over_duties", rows=list(_done(looked)))
    for row in looked.written:
        _write(plan, row, by=by)
    after = {"file": batch.file.sha256, "rows": len(looked.written), "left_out": len(looked.bad)}
    record("take_over_duties", plan, by=by, after=after, group=plan)
    return taken


def _insist_takeable(looked: Preview, seen: str) -> None:
    if not looked.written:
        raise Problems([NOTHING])
    if seen != looked.fingerprint:
        raise Problems([CHANGED_SINCE])


def _write(plan: Plan, row: Row, *, by: Actor) -> None:
    reason = f"责任分解表：{row.place}"
    if row.step is not None and row.duty is not None:
        known = {one.pk: one for one in row.duty.milestones.all()}
        write_step(row.duty, row.step, known, by=by, reason=reason)
    elif row.target is not None:
        _write_target(row, by=by, reason=reason)
    elif row.duty is not None:
        write_duty(row.duty, row.values, by=by, revision=row.duty.revision, reason=reason)


def _write_target(row: Row, *, by: Actor, reason: str) -> None:
    target: Any = row.target
    pace = getattr(target, "pace", None)
    write_pace(target, row.values, by=by, seen=pace.revision if pace else 0, reason=reason)
    held = {share.region_id: share for share in Share.objects.filter(target=target)}
    for region, value in row.shares.items():
        share = held.get(region.pk)
        seen = share.revision if share is not None else 0
        write_share(target, region, value, share, by=by, seen=seen, reason=reason)


def _done(looked: Preview) -> Iterator[dict[str, Any]]:
    """What was done with each row, as the batch keeps it."""
    words = {BAD: "left_out", CHANGED: "updated"}
    for row in looked.rows:
        why = [[one.column, one.reason, one.fix] for one in row.problems]
        did = words.get(row.outcome, "same")
        yield {"sheet": row.line.sheet, "row": row.line.number, "title": row.title, "did": did, "why": why}


@transaction.atomic
def drop(batch: ImportBatch, *, by: Actor) -> ImportBatch:
    """Put a workbook aside that was not taken over; the file stays."""
    insist(may_divide(by, hold_plan(batch.object_id)))
    return move(batch, ImportBatch.State.DROPPED, by=by, action="drop_duty_table")
