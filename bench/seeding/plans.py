"""Issued plans by COPY: 40 tasks, 60 targets, ten counties' shares and twelve months of confirmed progress each.

The last task is of the restricted register: it and its two targets have neither shares nor progress.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from yaodian.foundation.files.models import Attachment
from yaodian.workplan.duties.models import Duty, Issuance, Milestone, Share
from yaodian.workplan.plans.models import Approval, Plan, Target, Task, Version
from yaodian.workplan.progress.models import Report

from .copying import Copying, Row
from .office import Office

TASKS, SECTIONS, MONTHS = 40, 8, 12
YEAR = 2026
NOON = datetime(YEAR, 1, 15, 4, tzinfo=UTC)
THINGS = [
    ("高新技术企业", "家"), ("科技型中小企业", "家"), ("技术合同登记额", "亿元"), ("兑付科技创新券", "万元"),
    ("科技特派员", "人"), ("市级创新平台", "个"), ("农业技术培训", "场"), ("揭榜挂帅项目", "项"),
]  # fmt: skip
# How much of the time's share each target reaches, in turn: most are well, some are behind.
STRIDES = [Decimal(n) / 100 for n in (100, 104, 97, 118, 92, 101, 75, 99, 48, 108)]


@dataclass(frozen=True)
class Promise:
    """A target as it is read in the plan."""

    id: int
    task_id: int
    number: int
    indicator: str
    unit: str
    value: Decimal
    start: int
    end: int
    text: str

    @property
    def stride(self) -> Decimal:
        return STRIDES[self.number % len(STRIDES)]


def seed(copying: Copying, office: Office, numbers: range) -> list[int]:
    """One issued plan for each number; their keys."""
    return [_plan(copying, office, number) for number in numbers]


def _plan(copying: Copying, office: Office, number: int) -> int:
    plan_id = copying.key(Plan)
    text, tasks, promises = _written(copying, plan_id, number)
    _document(copying, office, plan_id, number, text)
    copying.put(Task, tasks)
    copying.put(Target, (_target(plan_id, promise) for promise in promises))
    _stand(copying, office, plan_id, number)
    opened = [promise for promise in promises if promise.task_id != tasks[-1]["id"]]
    _divide(copying, office, tasks, opened)
    copying.put(Report, _reports(office, plan_id, opened))
    return plan_id


def _written(copying: Copying, plan_id: int, number: int) -> tuple[str, list[Row], list[Promise]]:
    """The text with its tasks and targets in place; every second task has two targets."""
    text = f"云岭市科学技术局{YEAR}年工作要点（第{number}号）\n"
    tasks: list[Row] = []
    promises: list[Promise] = []
    for n in range(TASKS):
        section = f"{'一二三四五六七八'[n * SECTIONS // TASKS]}、第{n * SECTIONS // TASKS + 1}方面的工作"
        if not tasks or tasks[-1]["section"] != [section]:
            text += f"{section}\n"
        task = _task(copying.key(Task), plan_id, n, section, len(text))
        line = f"{n + 1}.{task['title']}。"
        for place in range(1 + n % 2):
            promise = _promise(copying.key(Target), task["id"], len(promises), place, len(text) + len(line))
            line += promise.text + "。"
            promises.append(promise)
        text += line + "\n"
        tasks.append(task | {"end": len(text) - 1})
    return text, tasks, promises


def _task(key: int, plan_id: int, n: int, section: str, start: int) -> Row:
    return {
        "id": key, "plan_id": plan_id, "revision": 1, "version": 1, "state": "accepted", "no": str(n + 1),
        "section": [section], "title": f"推进第{n + 1}项科技工作，完善协同推进机制", "details": {}, "supporting": "",
        "leader": "", "goal": "", "restricted": n == TASKS - 1, "start": start, "end": start + 1, "origin": "read",
        "found": {}, "made_from": [],
    }  # fmt: skip


def _promise(key: int, task_id: int, number: int, place: int, start: int) -> Promise:
    indicator, unit = THINGS[(number + place) % len(THINGS)]
    value = Decimal(100 + 20 * (number % 13)) if unit != "万元" else Decimal("1234567.89")
    text = f"全年{indicator}达到{value}{unit}以上"
    return Promise(key, task_id, number, indicator, unit, value, start, start + len(text), text)


def _target(plan_id: int, promise: Promise) -> Row:
    return {
        "id": promise.id, "plan_id": plan_id, "revision": 1, "version": 1, "state": "accepted",
        "task_id": promise.task_id, "text": promise.text, "indicator": promise.indicator, "comparator": ">=",
        "value": promise.value, "unit": promise.unit, "kind": "increment",
        "modality": "strive" if promise.number % 15 == 8 else "plain", "year": YEAR, "start": promise.start,
        "end": promise.end, "origin": "read", "found": {}, "made_from": [],
    }  # fmt: skip


def _document(copying: Copying, office: Office, plan_id: int, number: int, text: str) -> None:
    sha = hashlib.sha256(text.encode()).hexdigest()
    source = copying.key(Attachment)
    copying.put(Attachment, [{
        "id": source, "sha256": sha, "size": len(text.encode()), "name": f"要点{number}.txt", "media_type": "text/plain",
        "uploaded_by_id": office.clerk.pk, "uploaded_at": NOON,
    }])  # fmt: skip
    copying.put(Plan, [{
        "id": plan_id, "revision": 1, "version": 0, "state": "reviewed", "kind": "annual_plan",
        "title": text.splitlines()[0], "year": YEAR, "city": "云岭市", "issuer": "云岭市科学技术局",
        "organisation_id": office.bureau.pk, "source_id": source, "source_format": "txt", "text": text,
        "text_sha256": sha, "imported_by_id": office.clerk.pk, "imported_at": NOON,
        "reviewed_by_id": office.clerk.pk, "reviewed_at": NOON,
    }])  # fmt: skip


def _stand(copying: Copying, office: Office, plan_id: int, number: int) -> None:
    """Approved as version 1 and issued; from here on the database refuses changes of what was promised."""
    made = {"plan_id": plan_id}
    decided = {"decided_on": date(YEAR, 1, 20), "basis": "局党组会议", "reason": "", "number": 1}
    copying.put(Version, [made | decided | {"made_by_id": office.chief.pk, "made_at": NOON}])
    copying.put(Approval, [made | {
        "revision": 1, "meeting": "局党组会议", "meeting_on": date(YEAR, 1, 20), "document_no": f"云科发〔{YEAR}〕{number}号",
        "signer": "", "approved_by_id": office.chief.pk, "approved_at": NOON,
    }])  # fmt: skip
    copying.put(Issuance, [made | {
        "document_no": "", "note": "", "overloads": [], "overload_reason": "", "issued_by_id": office.chief.pk,
        "issued_at": NOON,
    }])  # fmt: skip
    copying.connection.execute(
        "UPDATE plans_plan SET state = 'issued', version = 1, revision = 3 WHERE id = %s", [plan_id]
    )


def _divide(copying: Copying, office: Office, tasks: list[Row], promises: list[Promise]) -> None:
    duties = [_duty(copying.key(Duty), office, n, task) for n, task in enumerate(tasks)]
    copying.put(Duty, duties)
    copying.put(Milestone, (_milestone(duty, n) for n, duty in enumerate(duties) if n % 4 == 0))
    shares = len(office.counties)
    copying.put(Share, (
        {"revision": 1, "target_id": promise.id, "region_id": county.pk, "value": promise.value / shares}
        for promise in promises
        for county in office.counties
    ))  # fmt: skip


def _duty(key: int, office: Office, n: int, task: Row) -> Row:
    return {
        "id": key, "revision": 2, "state": "issued", "task_id": task["id"], "supporting_others": "",
        "lead_id": office.divisions[n % len(office.divisions)].pk, "leader_id": office.leaders[n % 3].pk,
        "handler_id": office.clerk.pk, "starts_on": date(YEAR, 1, 1), "due_on": date(YEAR, 6 + 6 * (n % 4 > 0), 30),
        "weight": Decimal("2.50"), "evidence": "any", "evidence_words": "", "rhythm": "even", "rhythm_points": [],
    }  # fmt: skip


def _milestone(duty: Row, n: int) -> Row:
    month = 3 + n % 8
    return {
        "revision": 1, "duty_id": duty["id"], "order": 0, "title": f"印发第{n + 1}项实施方案", "dropped": False,
        "due_on": date(YEAR, month, 15), "done_on": date(YEAR, month, 10) if n % 8 else None,
    }  # fmt: skip


def _reports(office: Office, plan_id: int, promises: list[Promise]) -> Iterator[Row]:
    """Each month's end: the city's figure and every county's, from the year's beginning on."""
    places = [(None, Decimal(1)), *((county.pk, Decimal(1) / 10) for county in office.counties)]
    for promise in promises:
        for region_id, part in places:
            for month in range(1, MONTHS + 1):
                reached = promise.value * part * promise.stride * month / MONTHS
                yield _report(office, plan_id, promise, region_id, month, round(reached, 2))


def _report(
    office: Office, plan_id: int, promise: Promise, region_id: int | None, month: int, value: Decimal
) -> dict[str, Any]:
    return {
        "revision": 2, "state": "confirmed", "plan_id": plan_id, "target_id": promise.id,
        "region_id": region_id, "as_of": date(YEAR, month, 28), "value": value, "no_change": False,
        "words": "按月推进，详见台账。", "reference": f"云科报{month}号", "link": "", "made_by_id": office.clerk.pk,
        "made_at": NOON, "confirmed_by_id": office.chief.pk, "confirmed_at": NOON, "opinion": "",
    }  # fmt: skip
