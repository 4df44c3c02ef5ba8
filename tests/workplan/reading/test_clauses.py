import pytest

from yaodian.workplan.reading.clauses import GAP, NAME, clauses, mask, sentences
from yaodian.workplan.reading.folding import fold


def test_names_in_quotation_marks_and_book_titles_become_opaque() -> None:
    assert mask("实施“百千万”计划") == f"实施{NAME * 5}计划"
    assert mask("出台《办法，试行》3份") == f"出台{NAME * 7}3份"


def test_a_bracket_with_a_quantity_stays_a_clause() -> None:
    assert mask("企业(新增20家)达到100家") == "企业(新增20家)达到100家"


def test_a_bracket_that_names_who_is_responsible_becomes_a_gap() -> None:
    words = fold("新建平台3家（责任单位：市科技局）。")
    assert mask(words) == "新建平台3家" + GAP * 11 + "。"


def test_a_plain_bracket_is_part_of_its_name() -> None:
    assert mask("各县(市、区)") == "各县" + NAME * 5


@pytest.mark.parametrize("mark", ["。", ";", "!", "\n"])
def test_sentences_end_at_stops_and_line_ends(mark: str) -> None:
    words = f"甲{mark}乙"
    assert [words[a:b] for a, b in sentences(words, 0, len(words))] == ["甲", "乙"]


def test_clauses_end_at_commas_but_not_inside_numbers_or_lists() -> None:
    words = "新增1,050家,甲、乙各3家:丙"
    assert [words[a:b] for a, b in clauses(words, 0, len(words))] == ["新增1,050家", "甲、乙各3家", "丙"]
