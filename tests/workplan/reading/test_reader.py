import json
from importlib.resources import files

import jsonschema
import pytest

from yaodian.workplan.reading import NotAPlan, read_plan

PLAN = """当前位置：首页 > 规划计划
云岭市科学技术局2025年工作要点
发布日期：2025-02-01　来源：云岭市科学技术局
2025年主要目标：高新技术企业突破100家。
一、培育企业
1.高企倍增。力争全年新增高新技术企业２０家以上，6月底前出台《云岭市培育办法》。（责任科室：高新科）
2.梯度培育。指导青溪县培育瞪羚企业三家，建立企业服务平台。
责任编辑：甲
"""


def test_a_plan_is_read_from_title_to_platform() -> None:
    reading = read_plan(PLAN)
    assert (reading.title, reading.year, reading.city) == ("云岭市科学技术局2025年工作要点", 2025, "云岭市")
    assert (reading.issuer, reading.document) == ("云岭市科学技术局", "annual_plan")
    assert [(task.no, task.title) for task in reading.tasks] == [("1", "高企倍增"), ("2", "梯度培育")]
    assert [(target.task, target.indicator, target.value) for target in reading.targets] == [
        (None, "高新技术企业", 100),
        ("1", "高新技术企业", 20),
        ("2", "瞪羚企业", 3),
    ]
    assert [system.text for system in reading.systems] == ["企业服务平台"]


def test_the_dictionary_follows_the_published_schema() -> None:
    schema = json.loads(
        files("yaodian.workplan.reading").joinpath("plan.schema.json").read_text(encoding="utf-8")
    )
    plain = json.loads(json.dumps(read_plan(PLAN).as_dict(), ensure_ascii=False))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(plain, schema)


def test_the_kind_can_be_given() -> None:
    assert read_plan(PLAN, kind="task_list").document == "task_list"


@pytest.mark.parametrize(
    "text", ["", "   \n", "今天天气很好，我们去爬山。", "关于召开会议的通知\n请准时参加。"]
)
def test_a_text_without_tasks_and_numbers_is_no_plan(text: str) -> None:
    with pytest.raises(NotAPlan, match="请确认"):
        read_plan(text)


def test_numbered_goals_are_read_without_becoming_tasks() -> None:
    reading = read_plan(
        "云岭市2026年工作要点\n一、主要目标\n1.新增高新技术企业20家。\n2.研发投入增长10%。\n"
        "二、重点任务\n1.培育企业。走访企业30家。"
    )
    assert [(target.task, target.value) for target in reading.targets] == [(None, 20), (None, 10), ("1", 30)]
    assert [task.title for task in reading.tasks] == ["培育企业"]


LONG = 100_000


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("1.企业" + " " * LONG + "新增企业10家。", 1),
        ("1.企业(" + "科 " * LONG + "。新增企业10家。", 1),
        ("1.企业。责任单位:甲" + " " * LONG + "。新增企业10家。", 1),
        ("1.企业。" + "由" * LONG + "10家增至20家。", 1),
        ("1.企业。" + "9" * LONG + "家企业，新增企业10家。", 1),
        ("1.企业。" + "新增企业10家," * (LONG // 10), LONG // 10),
        ("1.企业。" + "、" * LONG + "新增企业10家。", 1),
    ],
    ids=["blanks", "brackets", "owners", "base lines", "digits", "clauses", "commas"],
)
def test_long_runs_are_read_to_their_end(text: str, targets: int) -> None:
    assert len(read_plan(text).targets) == targets
