"""Importing a document: read it whole, then store it whole."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from yaodian.foundation.audit.log import record
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import insist
from yaodian.foundation.files import store
from yaodian.foundation.files.actions import forget_unowned, keep_file
from yaodian.foundation.people.models import Division
from yaodian.workplan.reading import read_plan
from yaodian.workplan.reading.formats import Source, load, load_text

from ..access import may_import_plan
from ..finding import enter_plan
from ..models import Plan, Target, Task
from ..states import ItemState, Origin, PlanState
from ..takeover.values import Divisions

MEDIA_TYPES = {
    "txt": "text/plain",
    "html": "text/html",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
DETAILS = ("deadlines", "frequency", "divisions", "units", "counties", "milestones")


class AlreadyImported(Exception):
    """The same text is here already, as `plan`."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan.title)
        self.plan = plan


@dataclass(frozen=True)
class ReadDocument:
    """A document that has been read and waits to be stored."""

    source: Source
    data: bytes
    name: str
    found: dict[str, Any]


def read_document(data: bytes, name: str, *, by: Actor, kind: str | None = None) -> ReadDocument:
    """Read a file; touches no table. Raises `Refused`, `formats.Unreadable` or `reading.NotAPlan`."""
    insist(may_import_plan(by))
    source = load(data, name)
    return ReadDocument(source, data, name, read_plan(source.text, kind).as_dict())


def read_pasted(text: str, *, by: Actor, kind: str | None = None) -> ReadDocument:
    """The same for pasted text, which is kept as a text file."""
    insist(may_import_plan(by))
    source = load_text(text)
    return ReadDocument(
        source, source.text.encode(), "粘贴的文本.txt", read_plan(source.text, kind).as_dict()
    )


def import_plan(data: bytes, name: str, *, by: Actor, kind: str | None = None) -> Plan:
    """Read a file and store it with what was found; nothing is stored when any step fails.

    Raises as `read_document` does, or `AlreadyImported`.
    """
    return store_document(read_document(data, name, by=by, kind=kind), by=by)


def store_document(document: ReadDocument, *, by: Actor) -> Plan:
    """Store what was read, whole or not at all. Raises `Refused` or `AlreadyImported`."""
    insist(may_import_plan(by))
    sha256 = hashlib.sha256(document.source.text.encode()).hexdigest()
    _insist_new(sha256)
    try:
        with transaction.atomic():
            return _write(document, sha256, by=by)
    except BaseException as trouble:
        forget_unowned(store.digest(document.data))
        if isinstance(trouble, IntegrityError):
            _insist_new(sha256)
        raise


def _insist_new(sha256: str) -> None:
    plan = Plan.objects.shown().filter(text_sha256=sha256).first()
    if plan is not None:
        raise AlreadyImported(plan)


def _write(document: ReadDocument, sha256: str, *, by: Actor) -> Plan:
    source, read = document.source, document.found
    attachment = keep_file(document.data, document.name, MEDIA_TYPES[source.format], by=by)
    plan = Plan.objects.create(
        kind=read["document"],
        title=(read["title"] or attachment.name)[:200],
        year=read["year"],
        city=read["city"] or "",
        issuer=read["issuer"] or "",
        organisation=by.membership.organisation,
        source=attachment,
        source_format=source.format,
        text=source.text,
        text_sha256=sha256,
        imported_by=by.user,
        imported_at=clock.now(),
        state=PlanState.REVIEWING,
    )
    divisions = Divisions(by.membership.organisation.divisions.all())
    tasks = Task.objects.bulk_create([_task(plan, found, divisions) for found in read["tasks"]])
    targets = Target.objects.bulk_create([_target(plan, found, tasks) for found in read["targets"]])
    after = {"title": plan.title, "file": attachment.sha256, "tasks": len(tasks), "targets": len(targets)}
    record("import_plan", plan, by=by, after=after, group=plan)
    enter_plan(plan)
    return plan


def _task(plan: Plan, found: dict[str, Any], divisions: Divisions) -> Task:
    lead, supporting = _responsible(found["divisions"], divisions)
    return Task(
        lead=lead,
        supporting=supporting,
        plan=plan,
        no=found["no"][:20],
        section=list(found["section"]),
        title=found["title"][:200],
        start=found["start"],
        end=found["end"],
        details={name: found[name] for name in DETAILS if found.get(name)},
        origin=Origin.READ,
        found={name: found[name] for name in ("no", "title", "start", "end")},
        state=ItemState.PROPOSED,
    )


def _responsible(named: list[str], divisions: Divisions) -> tuple[Division | None, str]:
    """The first named division, where the bureau has it, leads; the others named support."""
    first = divisions.named(named[0]) if named else None
    if not isinstance(first, Division):
        return None, "、".join(named)[:200]
    return first, "、".join(named[1:])[:200]


def _target(plan: Plan, found: dict[str, Any], tasks: list[Task]) -> Target:
    within = (task for task in tasks if task.start <= found["start"] < task.end)
    task = next(within, None) if found["task"] is not None else None
    return Target(
        plan=plan,
        task=task,
        origin=Origin.READ,
        state=ItemState.PROPOSED,
        found=found_target(found, task),
        **target_fields(found),
    )


def target_fields(found: dict[str, Any]) -> dict[str, Any]:
    """The columns of a target from what the reader found."""
    return {
        "start": found["start"],
        "end": found["end"],
        "text": found["text"],
        "indicator": found["indicator"][:120],
        "comparator": found["comparator"],
        "value": exact(found["value"]),
        "value_max": exact(found["value_max"]),
        "unit": (found["unit"] or "")[:20],
        "kind": found["kind"],
        "modality": found.get("modality") or "plain",
        "year": found.get("year"),
    }


def found_target(found: dict[str, Any], task: Task | None) -> dict[str, Any]:
    """What the reader proposed, in the form that `Passage.corrected` compares."""
    fields = target_fields(found)
    for name in ("value", "value_max"):
        fields[name] = None if fields[name] is None else format(fields[name].normalize(), "f")
    del fields["text"]
    return fields | {"task_no": task.no if task else None}


def exact(value: float | str | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
