"""One plan in four kinds of file, uploaded through the page, gives the same tasks and targets."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from python_calamine import CalamineWorkbook

from tests.journeys.clerk import hand_in, plan_address
from tests.journeys.documents import MAIN, Document
from tests.journeys.visitor import Visitor, signed_in
from tests.workplan.reading.formats import makers
from yaodian.workplan.plans.models import Plan

pytestmark = pytest.mark.django_db
MAKERS: dict[str, Callable[[str], bytes]] = {
    "docx": makers.docx_of,
    "html": makers.html_of,
    "pdf": makers.pdf_of,
}
Rows = list[list[object]]


def squeezed(cell: object) -> object:
    return "".join(cell.split()) if isinstance(cell, str) else cell


def exported(clerk: Visitor, plan: str, what: str, columns: slice) -> Rows:
    """The rows of the plan's Excel export, the blanks in their words taken out."""
    data = clerk.download(f"{plan}export/?list={what}")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()[1:]
    return [[squeezed(cell) for cell in row[columns]] for row in rows]


def read_by_the_house(clerk: Visitor, data: bytes, name: str) -> tuple[Rows, Rows]:
    """The tasks (number, headings, title) and targets (task, indicator, comparator, values, unit) of an upload."""
    plan = plan_address(hand_in(clerk, data, name))
    return exported(clerk, plan, "tasks", slice(3)), exported(clerk, plan, "targets", slice(6))


def made(kind: str, text: str) -> bytes:
    try:
        return MAKERS[kind](text)
    except OSError:
        pytest.skip("WeasyPrint needs Pango")


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("document", MAIN, ids=str)
def test_the_same_plan_in_another_file_gives_the_same_tasks_and_targets(
    document: Document, kind: str
) -> None:
    text = document.data.decode()
    other = made(kind, text)
    clerk = signed_in("clerk")
    tasks, targets = read_by_the_house(clerk, text.encode(), "要点.txt")
    Plan.objects.update(text_sha256="0" * 64)
    assert read_by_the_house(clerk, other, f"要点.{kind}") == (tasks, targets)
    assert (len(tasks), len(targets)) == (document.tasks, document.targets)
    assert [plan.source_format for plan in Plan.objects.order_by("id")] == ["txt", kind]


def test_text_in_gb18030_is_read_like_any_other() -> None:
    text = makers.PLAN
    clerk = signed_in("clerk")
    tasks, targets = read_by_the_house(clerk, text.encode("gb18030"), "要点.txt")
    assert [row[2] for row in tasks[:2]] == ["实施科技企业倍增计划", "支持企业牵头攻关"]
    assert [row[3:6:2] for row in targets] == [
        [2.4, "%"], [30.0, "家"], [400.0, "家"], [12.0, "亿元"], [20.0, "项"], [10.0, "%"], [3.0, "家"],
    ]  # fmt: skip
