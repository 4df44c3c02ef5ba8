import pytest

from yaodian.workplan.reading import Details, read_plan


def details(body: str) -> Details:
    return read_plan(f"云岭市2025年工作要点\n1.培育企业。{body}\n2.建设平台。新建3家。").tasks[0].details


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("6月底前完成", "2025-06-30"),
        ("2026年2月底前完成", "2026-02-28"),
        ("9月15日前完成", "2025-09-15"),
        ("年底前完成", "2025-12-31"),
        ("上半年完成", "2025-06-30"),
        ("三季度末完成", "2025-09-30"),
    ],
)
def test_deadlines_have_a_last_day(words: str, date: str) -> None:
    assert [deadline.date for deadline in details(words + "。").deadlines] == [date]


def test_frequencies_are_named() -> None:
    assert details("每季度调度一次，每年评估。").frequency == ("每季度", "每年")


def test_responsible_brackets_give_divisions_and_units() -> None:
    found = details("新增20家。（责任科室：高新科、成果科；责任单位：市科技局、云岭大学）")
    assert (found.divisions, found.units) == (("高新科", "成果科"), ("市科技局", "云岭大学"))


def test_owners_on_one_line_end_where_the_next_label_begins() -> None:
    found = details("新增20家。\n责任科室：规划科　配合科室：高新科、成果科　完成时限：12月底")
    assert found.divisions == ("规划科", "高新科", "成果科")


def test_owner_columns_give_divisions() -> None:
    text = "云岭市2025年任务清单\n序号\t工作任务\t责任科室\n1\t培育企业\t高新科、成果科\n2\t建设平台\t平台科"
    assert read_plan(text).tasks[0].details.divisions == ("高新科", "成果科")


def test_counties_are_named_but_not_kinds_of_places() -> None:
    assert details("指导青溪县创建示范县，推动各县区、高新区落实。").counties == ("青溪县",)
    assert details("完成全市规划编制，支持青溪县、依托县（市、区）科技部门开展评价。").counties == ("青溪县",)


def test_milestones_are_verbs_with_their_object() -> None:
    found = details("出台《云岭市科技计划管理办法》，编制十五五规划，争创省级高新区。").milestones
    assert [(step.verb, step.object) for step in found] == [
        ("出台", "《云岭市科技计划管理办法》"),
        ("编制", "十五五规划"),
        ("争创", "省级高新区"),
    ]
