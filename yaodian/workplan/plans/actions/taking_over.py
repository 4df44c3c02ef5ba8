"""Taking over a bureau's own 任务分解表: handed in, its columns named, looked at, then written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction

from yaodian.foundation.audit.log import record
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import insist_none
from yaodian.foundation.desk.models import ColumnMapping, ImportBatch
from yaodian.foundation.files import store
from yaodian.foundation.files.actions import forget_unowned, keep_file
from yaodian.foundation.flow.doors import edit, move
from yaodian.workplan.reading.formats import Sheet, Unreadable, read_grid
from yaodian.workplan.reading.formats.loading import kind_of

from ..models import Plan, Task
from ..takeover import heads
from ..takeover.lines import LIMIT
from ..takeover.preview import Choices, Preview, Row, preview
from .importing import MEDIA_TYPES
from .opening import open_plan

PURPOSE = "task_table"
MAX_COLUMNS = 60


def hand_in(plan: Plan, data: bytes, name: str, *, by: Actor) -> ImportBatch:
    """Keep a table and what it holds; the same file for the same plan is the batch it was before.

    Raises `Refused` or `formats.Unreadable`; then nothing is stored. When the columns of the only table are
    known already, the batch comes back with its columns named.
    """
    tables = _tables(read_grid(data, name))
    try:
        with transaction.atomic():
            return _hand_in(plan, data, name, tables, by=by)
    except BaseException:
        forget_unowned(store.digest(data))
        raise


def _hand_in(plan: Plan, data: bytes, name: str, tables: list[dict[str, Any]], *, by: Actor) -> ImportBatch:
    held = open_plan(plan.pk, by=by)
    earlier = batches_of(held).exclude(state=ImportBatch.State.DROPPED)
    known = earlier.filter(file__sha256=store.digest(data)).first()
    if known is not None:
        return known
    attachment = keep_file(data, name, MEDIA_TYPES[kind_of(data, name)], by=by)
    return _new_batch(held, attachment, tables, by=by)


def hand_in_again(batch: ImportBatch, *, by: Actor) -> ImportBatch:
    """A new batch from the file of one that was taken over, for a plan that has changed since."""
    with transaction.atomic():
        plan = open_plan(batch.object_id, by=by)
        waiting = batches_of(plan).filter(state=ImportBatch.State.PREVIEWED, file=batch.file).first()
        return waiting or _new_batch(plan, batch.file, batch.tables, by=by)


def _new_batch(plan: Plan, attachment: Any, tables: list[dict[str, Any]], *, by: Actor) -> ImportBatch:
    batch = ImportBatch.objects.create(
        state=ImportBatch.State.PREVIEWED,
        purpose=PURPOSE,
        object_type=Plan._meta.label_lower,
        object_id=plan.pk,
        file=attachment,
        tables=tables,
        columns=_known_columns(plan, tables),
        made_by=by.user,
        made_at=clock.now(),
    )
    after = {"file": attachment.sha256, "name": attachment.name, "tables": len(tables)}
    record("hand_in_task_table", batch, by=by, after=after, group=plan)
    return batch


def batches_of(plan: Plan) -> Any:
    """The task tables handed in for a plan, the newest first."""
    owned = {"object_type": Plan._meta.label_lower, "object_id": plan.pk}
    return ImportBatch.objects.filter(purpose=PURPOSE, **owned).select_related("file", "made_by")


def _tables(sheets: list[Sheet]) -> list[dict[str, Any]]:
    """The sheets that hold a table, as a batch keeps them; a sheet that is too large is refused."""
    found = [_table(sheet) for sheet in sheets if sum(any(row) for row in sheet.rows) > 1]
    if not found:
        raise Unreadable("empty", "文件里的表格没有内容。请检查是否选错了文件，再上传。")
    return found


def _table(sheet: Sheet) -> dict[str, Any]:
    """A sheet without the empty rows below and the empty columns right of its content."""
    length = max(at for at, row in enumerate(sheet.rows, start=1) if any(row))
    width = max(at for row in sheet.rows for at, cell in enumerate(row, start=1) if cell)
    if length > LIMIT + heads.LOOKED_AT or width > MAX_COLUMNS:
        raise Unreadable("too_large", _too_large(sheet.name, length, width))
    problems = [asdict(problem) for problem in sheet.row_problems]
    return {
        "name": sheet.name[:60],
        "rows": [row[:width] for row in sheet.rows[:length]],
        "problems": problems,
    }


def _too_large(name: str, length: int, width: int) -> str:
    return (
        f"“{name}”有 {length:,} 行、{width} 列，一张任务分解表最多接入 {LIMIT} 行、{MAX_COLUMNS} 列。"
        "请只留下任务分解表，删去其余内容，另存一份后再上传。"
    )


def _known_columns(plan: Plan, tables: list[dict[str, Any]]) -> dict[str, Any]:
    """The columns of the only table, when a table with these heads was taken over before; else {}."""
    if len(tables) != 1:
        return {}
    row = heads.head_row(tables[0]["rows"])
    remembered = remembered_places(plan, tables[0]["rows"][row])
    return {"sheet": 0, "head_row": row, "places": remembered} if "title" in remembered else {}


def remembered_places(plan: Plan, names: list[str]) -> dict[str, int]:
    """field → column, as this organisation named the columns of a table with the same heads."""
    mapping = _mappings(plan, names).first()
    return heads.by_place(mapping.columns, names) if mapping is not None else {}


def _mappings(plan: Plan, names: list[str]) -> Any:
    same = heads.fingerprint(names)
    return ColumnMapping.objects.filter(organisation=plan.organisation_id, purpose=PURPOSE, heads=same)


@transaction.atomic
def name_columns(
    batch: ImportBatch, *, by: Actor, sheet: int, head_row: int, places: Mapping[str, int]
) -> ImportBatch:
    """Say which table of the batch counts and what its columns mean; remembered for the organisation."""
    plan = open_plan(batch.object_id, by=by)
    table = batch.tables[sheet]
    _remember(plan, table["rows"][head_row], places, by=by)
    columns = {"sheet": sheet, "head_row": head_row, "places": dict(places)}
    return edit(
        batch, by=by, revision=batch.revision, action="name_columns", columns=columns, sheet=table["name"]
    )


def _remember(plan: Plan, names: list[str], places: Mapping[str, int], *, by: Actor) -> None:
    named = heads.by_name(places, names)
    mapping = _mappings(plan, names).first()
    if mapping is None:
        mapping = ColumnMapping.objects.create(
            organisation=plan.organisation, purpose=PURPOSE, heads=heads.fingerprint(names), columns=named
        )
        record("remember_columns", mapping, by=by, after={"columns": named})
    elif mapping.columns != named:
        edit(mapping, by=by, revision=mapping.revision, action="remember_columns", columns=named)


@transaction.atomic
def take_over(batch: ImportBatch, choices: Choices, by: Actor) -> ImportBatch:
    """Write what the table says into the plan's tasks: every row that counts, or nothing.

    Raises `Refused`, `Problems` (row by row) or `NotInNext` when the batch was taken over already.
    """
    plan = open_plan(batch.object_id, by=by)
    looked = preview(batch, plan, choices)
    insist_none(looked.open_points(choices))
    for row in looked.written:
        _write(row, by=by)
    taken = move(batch, ImportBatch.State.TAKEN, by=by, action="take_over_tasks", rows=list(_done(looked)))
    after = {"file": batch.file.sha256, "tasks": len(looked.written), "rows": len(looked.rows)}
    record("take_over_tasks", plan, by=by, after=after, group=plan)
    return taken


def _write(row: Row, *, by: Actor) -> Task | None:
    if row.task is None:
        return None
    reason = f"任务分解表第 {row.line.number} 行"
    return edit(
        row.task, by=by, revision=row.task.revision, action="take_over_task", reason=reason, **row.values
    )


def _done(looked: Preview) -> Iterator[dict[str, Any]]:
    """What was done with each row, as the batch keeps it."""
    for row in looked.rows:
        did = "skipped" if row.skipped else "updated" if row.values else "same"
        why = [[one.column, one.reason, one.fix] for one in row.problems]
        task = row.task.pk if row.task is not None and not row.skipped else None
        yield {"row": row.line.number, "task": task, "did": did, "why": why}


@transaction.atomic
def drop(batch: ImportBatch, *, by: Actor) -> ImportBatch:
    """Put a table aside that was not taken over; the file stays."""
    open_plan(batch.object_id, by=by)
    return move(batch, ImportBatch.State.DROPPED, by=by, action="drop_task_table")
