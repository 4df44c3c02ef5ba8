import pytest

from yaodian.workplan.reading import tables


def header(words: str) -> tables.Header:
    found = tables.read_header(words, 0, len(words))
    assert found is not None
    return found


@pytest.mark.parametrize(
    "words",
    [
        "序号\t工作任务\t年度目标\t责任科室\t完成时限",
        "| 序号 | 工作任务 | 年度目标 | 责任科室 | 完成时限 |",
        "序号  工作任务  年度目标  责任科室  完成时限",
        "序号 工作任务 年度目标 责任科室 完成时限",
    ],
)
def test_headers_are_read_whatever_parts_their_cells(words: str) -> None:
    roles = [column.role for column in header(words).columns]
    assert roles[:2] == [tables.NO, tables.TASK]
    assert roles[3:] == [tables.OWNER, tables.DUE]


def test_sentences_are_no_headers() -> None:
    words = "全市科技工作 坚持创新驱动 推进任务落实"
    assert tables.read_header(words, 0, len(words)) is None


def test_a_row_keeps_the_place_of_empty_cells() -> None:
    found = header("序号\t工作任务\t责任科室")
    words = "1\t\t高新科"
    cells = tables.read_row(words, 0, len(words), found)
    assert cells is not None
    assert [words[a:b] for a, b in cells] == ["1", "", "高新科"]


def test_blanks_inside_a_cell_do_not_part_it() -> None:
    found = header("序号 工作任务 责任科室")
    words = "1 新增企业20家 增长 5%。 高新科"
    cells = tables.read_row(words, 0, len(words), found)
    assert cells is not None
    assert [words[a:b] for a, b in cells] == ["1", "新增企业20家 增长 5%。", "高新科"]


def test_a_rule_line_is_an_empty_row() -> None:
    found = header("| 序号 | 工作任务 | 责任科室 |")
    assert tables.read_row("|---|---|---|", 0, 13, found) == []


def test_tables_of_indicators_tasks_and_projects_differ() -> None:
    assert header("指标名称\t单位\t2025年\t2026年").of_indicators
    assert not header("序号\t工作任务\t年度目标").of_indicators
    assert header("项目名称\t建设内容\t总投资").of_projects
