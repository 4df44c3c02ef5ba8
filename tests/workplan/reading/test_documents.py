import pytest

from yaodian.workplan.reading.documents import detect_kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("2025年科技工作要点", "annual_plan"),
        ("科技创新三年行动计划(2025-2027年)", "action_plan"),
        ("市校战略合作协议", "agreement"),
        ("重点工作任务分解表", "task_list"),
        ("巡察反馈问题整改清单", "rectification"),
    ],
)
def test_the_title_tells_the_kind(title: str, kind: str) -> None:
    assert detect_kind(title, "") == kind


def test_two_parties_make_an_agreement() -> None:
    assert detect_kind("", "甲方:云岭市人民政府\n乙方:云岭大学") == "agreement"
