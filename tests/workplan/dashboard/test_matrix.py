"""The whole plan on one screen: one row a section, one cell a target, each a link with words."""

from __future__ import annotations

import pytest

from tests.workplan.dashboard.scene import TODAY, a_plan, actor, in_july, page, words
from yaodian.workplan.dashboard import overview
from yaodian.workplan.dashboard.records import Picture
from yaodian.workplan.plans.actions.restricting import restrict_task
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.progress.standing import standings
from yaodian.workplan.progress.states import Light

pytestmark = pytest.mark.django_db
__all__ = ["in_july"]
ROWS, CELLS = "//ol[@class='d-matrix-rows']/li", ".//ul/li/a"


def picture(plan: Plan) -> Picture:
    return Picture(standings(plan, TODAY.date()))


@pytest.mark.parametrize("by", ["section", "county"])
def test_every_target_is_one_cell_in_the_documents_order_with_its_light(by: str) -> None:
    plan = a_plan()
    cells = page("leader", f"/dashboard/{plan.pk}/?by={by}").xpath(ROWS + CELLS[1:])
    found = [(cell.get("href"), cell.get("class")) for cell in cells]
    told = [(one.url, f"d-cell d-cell-{one.light.value}") for one in picture(plan).targets]
    assert found == told
    assert len(set(found)) == plan.targets.count() == 6
    assert {Light.RED, Light.DONE} < {one.light for one in picture(plan).targets}


def test_a_cell_says_indicator_value_promise_and_light_in_words() -> None:
    cells = page("leader", f"/dashboard/{a_plan().pk}/").xpath(ROWS + CELLS[1:])
    (late,) = [cell for cell in cells if "10 / 35 家" in cell.get("title")]
    assert late.get("title") == late.get("aria-label")
    assert late.get("title") == (
        "高新技术企业：10 / 35 家，滞后。已完成 10 家，为承诺 35 家的 28%，时间进度 49%。"
    )
    assert words(late) == "28%"


def test_the_counts_of_a_row_are_those_of_its_cells() -> None:
    rows = page("leader", f"/dashboard/{a_plan().pk}/").xpath(ROWS)
    assert len(rows) > 1
    for row in rows:
        lights = [cell.get("class").split("d-cell-")[1] for cell in row.xpath(CELLS)]
        counted = {
            one.get("class").split("d-cell-")[1]: int(one.get("data-count")) for one in row.xpath("./p/a")
        }
        assert counted == {light: lights.count(light) for light in lights}
        assert row.xpath("./h3/a/@data-count") == [str(len(lights))]


def test_the_most_pressing_light_is_counted_first() -> None:
    plan = a_plan()
    for section in overview.by_section(picture(plan)):
        order = [overview.PRESSING_FIRST.index(Light(one.light)) for one in section.counts]
        assert order == sorted(order)


def test_a_restricted_task_has_no_cell() -> None:
    plan = a_plan()
    target = plan.targets.get(text__contains="100场")
    address = f"/progress/targets/{target.pk}/"
    restrict_task(target.task, True, by=actor("chief"), revision=target.task.revision, reason="专项")
    shown = page("leader", f"/dashboard/{plan.pk}/").xpath(ROWS + CELLS[1:] + "/@href")
    assert shown
    assert address not in shown


def test_a_county_gets_no_matrix() -> None:
    plan = a_plan()
    assert page("county", f"/dashboard/{plan.pk}/").xpath(ROWS) == []
