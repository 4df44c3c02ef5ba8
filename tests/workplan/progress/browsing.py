"""Looking at the pages of progress."""

from __future__ import annotations

import io
from typing import Any

from django.test import Client
from python_calamine import CalamineWorkbook

from tests.workplan.duties.making import issued_plan
from yaodian.foundation.people.models import User
from yaodian.workplan.plans.models import Plan

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
HOSTILE = '<script>alert("进展")</script>'


def browser(login: str = "clerk") -> Client:
    client = Client()
    client.force_login(User.objects.get(username=login))
    return client


def words(response: Any) -> str:
    return response.content.decode()


def rows(response: Any) -> list[list[Any]]:
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    return book.get_sheet_by_index(0).to_python()


def plan_of(tasks: int) -> Plan:
    items = [f"{n}.推进第{n}类重点工作。全年实施重点项目{n + 10}项以上。" for n in range(1, tasks + 1)]
    return issued_plan(
        f"云岭市2026年科技创新工作要点之{tasks}\n为做好全年工作，制定本要点。\n一、重点任务\n"
        + "\n".join(items)
        + "\n"
    )
