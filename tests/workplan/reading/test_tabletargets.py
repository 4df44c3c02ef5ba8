from yaodian.workplan.reading import tables
from yaodian.workplan.reading.folding import fold
from yaodian.workplan.reading.tabletargets import read_indicator_row


def read(head: str, row: str, year: int = 2025) -> list[tuple[str, str, float, str, str, int | None]]:
    header = tables.read_header(fold(head), 0, len(head))
    assert header is not None
    cells = tables.read_row(fold(row), 0, len(row), header)
    assert cells is not None
    return [
        (target.indicator, target.comparator, target.value, target.unit, target.kind, target.year)
        for target in read_indicator_row(row, fold(row), header, cells, year)
    ]


def test_each_planned_year_is_an_entry_and_the_base_year_is_none() -> None:
    assert read("指标名称\t单位\t2024年\t2025年\t2026年", "高新技术企业数\t家\t80\t100\t120") == [
        ("高新技术企业数", "=", 100, "家", "level", 2025),
        ("高新技术企业数", "=", 120, "家", "level", 2026),
    ]


def test_the_unit_may_stand_behind_the_name() -> None:
    assert read("指标名称\t2025年目标", "研发投入强度（%）\t≥2.1") == [
        ("研发投入强度", ">=", 2.1, "%", "ratio", 2025)
    ]


def test_the_unit_may_stand_in_the_cell() -> None:
    assert read("指标名称\t2024年实际\t2025年目标", "技术合同成交额\t8亿元\t10亿元以上") == [
        ("技术合同成交额", ">=", 10, "亿元", "level", 2025)
    ]


def test_cells_without_a_number_are_left_out() -> None:
    assert read("指标名称\t2025年目标", "创新生态\t持续优化") == []
