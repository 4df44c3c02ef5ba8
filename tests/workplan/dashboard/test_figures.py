"""Each figure agrees with the standing and opens as many records as it says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.workplan.dashboard.scene import (
    ARRANGEMENTS,
    TODAY,
    a_plan,
    actor,
    in_july,
    page,
    signed_in,
    target_of,
    words,
)
from yaodian.workplan.dashboard import records
from yaodian.workplan.dashboard.records import Choice, Picture
from yaodian.workplan.plans.actions.restricting import restrict_task
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.progress.standing import standings
from yaodian.workplan.progress.states import Light

pytestmark = pytest.mark.django_db
__all__ = ["in_july"]


def off_by(login: str, path: str) -> Iterator[tuple[str, int, int]]:
    """Figures whose list has another number of rows: address, said, opened."""
    figures = page(login, path).xpath("//a[@data-count]")
    assert figures
    for link in figures:
        opened = page(login, link.get("href"))
        rows = len(opened.xpath("//main//tbody/tr"))
        if rows != int(link.get("data-count")):
            yield link.get("href"), int(link.get("data-count")), rows


@pytest.mark.parametrize("by", ARRANGEMENTS)
@pytest.mark.parametrize("login", ["leader", "auditor"])
def test_every_figure_opens_as_many_records_as_it_says(login: str, by: str) -> None:
    assert list(off_by(login, f"/dashboard/{a_plan().pk}/?by={by}")) == []


def test_every_figure_of_a_county_opens_as_many_records_as_it_says() -> None:
    assert list(off_by("county", f"/dashboard/{a_plan().pk}/")) == []


def test_a_list_that_forgets_its_light_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = a_plan()
    monkeypatch.setattr(
        records.Choice, "url", lambda self, plan: f"/dashboard/{plan.pk}/records/?kind={self.kind}"
    )
    assert list(off_by("leader", f"/dashboard/{plan.pk}/")) != []


def told(plan: Plan) -> dict[str, int]:
    sentence = page("leader", f"/dashboard/{plan.pk}/").xpath("//p[@class='d-sentence']")[0]
    shown = sentence.xpath(".//span[starts-with(@class, 'd-told')]")
    return {one.get("class").split("d-told-")[1]: int(one.xpath("./a/@data-count")[0]) for one in shown}


def test_the_sentence_counts_as_the_standing_does() -> None:
    plan = a_plan()
    counted = standings(plan, TODAY.date()).lights_of_targets()
    assert told(plan) == {light.value: number for light, number in counted.items() if number}
    assert told(plan)[Light.RED.value] >= 1
    assert told(plan)[Light.DONE.value] >= 1


def test_what_presses_most_is_named_with_reason_and_owner() -> None:
    shown = page("leader", f"/dashboard/{a_plan().pk}/")
    told = [words(line) for line in shown.xpath("//ol[@class='d-pressing']/li")]
    assert told[0].startswith("滞后高新技术企业 总体目标还没有确认的填报")
    assert any(
        "已完成 10 家，为承诺 35 家的 28%，时间进度 49%。" in line and "高新技术科 · 王海峰" in line
        for line in told
    )


def test_each_row_of_the_division_table_sums_to_the_targets_it_leads() -> None:
    plan = a_plan()
    picture = Picture(standings(plan, TODAY.date()))
    rows = page("leader", f"/dashboard/{plan.pk}/?by=division").xpath("//table//tbody/tr")
    sums = [sum(int(link.get("data-count")) for link in row.xpath("./td[position() > 1]/a")) for row in rows]
    assert sum(sums) == len(picture.targets)


@pytest.mark.parametrize(
    "given",
    [
        Choice(),
        Choice("tasks", "red", section=2),
        Choice("shares", county=3, target=4),
        Choice("steps", month=202603, division=0),
    ],
)
def test_a_choice_reads_back_what_its_address_says(given: Choice) -> None:
    pairs = dict(part.split("=") for part in given.query.split("&"))
    assert Choice.read(pairs) == given


@pytest.mark.parametrize("query", ["kind=nothing&light=purple", "section=-1&county=一", "target=" + "9" * 30])
def test_an_address_that_cannot_be_read_lists_everything(query: str) -> None:
    plan = a_plan()
    rows = page("leader", f"/dashboard/{plan.pk}/records/?{query}").xpath("//main//tbody/tr")
    assert len(rows) == len(standings(plan, TODAY.date()).targets)


def test_a_restricted_task_is_in_no_figure() -> None:
    plan = a_plan()
    before = sum(told(plan).values())
    task = target_of(plan, "100场").task
    within = task.targets.promised().count()
    restrict_task(task, True, by=actor("chief"), revision=task.revision, reason="转入专项登记")
    assert sum(told(plan).values()) == before - within
    for by in ARRANGEMENTS:
        assert "科技特派员" not in words(page("leader", f"/dashboard/{plan.pk}/?by={by}"))


def test_the_chart_has_the_numbers_of_its_table() -> None:
    plan = a_plan()
    address = f"/dashboard/{plan.pk}/?by=month&target={target_of(plan, '450家').pk}"
    shown = page("leader", address)
    data = json.loads(shown.xpath("//script[@id='large-data']")[0].text)
    cells = [[words(cell) for cell in row.xpath("./td")] for row in shown.xpath("//details//tbody/tr")]
    assert data["reached"] == [None, None, None, None, 200, 300, *[None] * 6]
    assert [row[0] for row in cells] == [
        "没有填报" if value is None else f"{value:g}" for value in data["reached"]
    ]
    assert [float(row[1]) for row in cells] == pytest.approx(data["due"], abs=0.01)
    assert data["promise"] == 450


@pytest.mark.parametrize(("by", "rows"), [("section", 6), ("division", 2), ("county", 1), ("month", 12)])
def test_the_workbook_holds_what_is_shown(by: str, rows: int) -> None:
    plan = a_plan()
    answer = signed_in("leader").get(f"/dashboard/{plan.pk}/?by={by}&export=xlsx")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet.max_row - 1 == rows


def test_the_workbook_of_a_list_holds_its_records() -> None:
    plan = a_plan()
    answer = signed_in("leader").get(f"/dashboard/{plan.pk}/records/?kind=targets&light=red&export=xlsx")
    lines = list(load_workbook(BytesIO(answer.content)).active.iter_rows(min_row=2, values_only=True))
    assert ("高新技术企业", 35, 10, "家") in [(line[2], line[7], line[8], line[9]) for line in lines]
    assert {line[11] for line in lines} == {"滞后"}
