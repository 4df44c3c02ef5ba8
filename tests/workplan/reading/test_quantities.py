import pytest

from yaodian.workplan.reading.clauses import mask
from yaodian.workplan.reading.folding import fold
from yaodian.workplan.reading.quantities import find_quantities


def read(words: str) -> list[tuple[float, float | None, str, str]]:
    found = find_quantities(mask(fold(words)))
    return [(quantity.value, quantity.value_max, quantity.unit, quantity.comparator) for quantity in found]


@pytest.mark.parametrize(
    ("words", "quantity"),
    [
        ("新增平台3家", (3, None, "家", "=")),
        ("新增平台３家", (3, None, "家", "=")),
        ("新增平台三家", (3, None, "家", "=")),
        ("新增平台两家", (2, None, "家", "=")),
        ("备案1,200家", (1200, None, "家", "=")),
        ("投入达到三点五亿元", (3.5, None, "亿元", "=")),
        ("投入达到三百万元", (300, None, "万元", "=")),
        ("面积八万平方米", (8, None, "万平方米", "=")),
        ("增长百分之十五以上", (15, None, "%", ">=")),
        ("覆盖率达到百分之百", (100, None, "%", "=")),
        ("提高0.5个百分点", (0.5, None, "个百分点", "=")),
        ("新建1-2家", (1, 2, "家", "=")),
        ("新建1—2家", (1, 2, "家", "=")),
        ("新建5至8家", (5, 8, "家", "=")),
        ("新建一至两家", (1, 2, "家", "=")),
        ("增长15％～18％", (15, 18, "%", "=")),
        ("培训20余名", (20, None, "名", ">")),
        ("活动不少于14场", (14, None, "场", ">=")),
        ("仪器300台（套）以上", (300, None, "台（套）", ">=")),
        ("咨询1万次", (1, None, "万次", "=")),
        ("新增科研小组3组", (3, None, "组", "=")),
        ("指数达到160以上", (160, None, "", ">=")),
    ],
)
def test_a_quantity_has_value_unit_and_sign(
    words: str, quantity: tuple[float, float | None, str, str]
) -> None:
    assert read(words) == [quantity]


@pytest.mark.parametrize(
    "words",
    [
        "2025年底前完成",
        "第九届大赛",
        "第二十三次会议",
        "G60科创走廊",
        "5G技术",
        "“341”现代工业",
        "5+2+1产业",
        "进入前10位",
        "五年规划",
        "一批项目",
        "一对一服务",
        "十九届五中全会",
        "3个方面",
        "四大建设",
        "比例为2:1",
        "三台县",
        "3号楼",
    ],
)
def test_names_dates_and_ranks_are_no_quantities(words: str) -> None:
    assert read(words) == []


def test_comparing_words_belong_to_the_quantity() -> None:
    words = "活动不少于14场"
    (quantity,) = find_quantities(words)
    assert (words[quantity.start : quantity.end], words[: quantity.start]) == ("不少于14场", "活动")
