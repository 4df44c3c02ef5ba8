"""What a paper is before it is written."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date
from decimal import Decimal

import pytest

from yaodian.foundation.desk.papers import (
    Attachment,
    Heading,
    Note,
    Paper,
    Paragraph,
    Redacted,
    Run,
    Table,
    heading,
)
from yaodian.foundation.desk.papers.paper import addressed, attachment_lines, copied, signature_indents


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("一、总体要求", 1),
        ("十二、附则", 1),
        ("（三）保障", 2),
        ("1.任务", 3),
        ("12．任务", 3),
        ("（4）事项", 4),
        ("前言", 1),
    ],
)
def test_the_level_of_a_heading_follows_from_its_number(words: str, level: int) -> None:
    assert heading(words) == Heading(words, level)


def test_there_is_no_fifth_level() -> None:
    with pytest.raises(ValueError, match="1 to 4"):
        Heading("①细项", 5)


def test_a_paper_cannot_be_changed_even_through_the_lists_it_was_made_of() -> None:
    blocks = [Note("甲")]
    cells = [["一"]]
    paper, table = Paper("标题", blocks=blocks), Table([("列", 1)], cells)
    blocks.append(Note("乙"))
    cells[0][0] = "二"
    assert (paper.blocks, table.lines()) == ((Note("甲"),), [["一"]])
    with pytest.raises(FrozenInstanceError):
        paper.title = "别的"  # type: ignore[misc]


def test_characters_that_no_file_can_hold_never_enter_a_paper() -> None:
    paper = Paper(
        "标\x00题\r\n二行", blocks=[Paragraph([Run("甲\x0b\ud800乙\ufffe")])], copies_to=["丙\x1f\u202e丁"]
    )
    assert (paper.title, paper.blocks, paper.copies_to) == (
        "标题\n二行",
        (Paragraph([Run("甲乙")]),),
        ("丙丁",),
    )
    assert Table([("列\x02", 1)], [["格\x03"]]).lines() == [["格"]]


def test_a_hidden_stretch_carries_its_reason_and_nothing_else() -> None:
    assert [Redacted().text, Redacted("个人隐私").text] == ["已隐去", "已隐去：个人隐私"]
    assert list(vars(Redacted("个人隐私"))) == ["reason"]


def test_short_rows_are_filled_and_long_ones_refused() -> None:
    assert Table([("甲", 1), ("乙", 1)], [["一"], [None, True]]).lines() == [["一", ""], ["", "是"]]
    with pytest.raises(ValueError, match="3 cells and the table 2"):
        Table([("甲", 1), ("乙", 1)], [[1, 2, 3]])
    with pytest.raises(ValueError, match="0 columns"):
        Table([], [])


def test_only_numbers_stand_on_the_right() -> None:
    table = Table([("列", 1)] * 5, [[1, "1", 1.5, True]])
    assert [table.numeric(0, place) for place in range(5)] == [True, False, True, False, False]


def test_addressee_and_copies_end_as_the_standard_says() -> None:
    paper = Paper("标题", addressee="各县科技局：", copies_to=["甲局", "乙局。"])
    assert (addressed(paper), copied(paper)) == ("各县科技局：", "抄送：甲局，乙局。")


def test_one_attachment_has_no_number_and_several_have() -> None:
    one, several = (
        Paper("标题", attachments=[Attachment(name) for name in names]) for names in ("甲", "甲乙")
    )
    assert attachment_lines(one) == [("附件：", "甲")]
    assert attachment_lines(several) == [("附件：1.", "甲"), ("2.", "乙")]
    assert attachment_lines(Paper("标题")) == []


def test_only_attachments_with_content_are_printed_under_the_number_they_are_named_by() -> None:
    attachments = [Attachment("甲"), Attachment("乙", [Note("有")])]
    assert Paper("标题", attachments=attachments).annexes() == [("附件2", attachments[1])]
    assert Paper("标题", attachments=attachments[1:]).annexes() == [("附件", attachments[1])]


@pytest.mark.parametrize(
    ("issuer", "day", "indents"),
    [
        # A date of 6 characters begins two right of an issuer of 8; one of 7 makes an issuer of 6 yield.
        ("云岭市科学技术局", date(2026, 3, 8), (2, 2)),
        ("云岭市科技局", date(2026, 12, 18), (5, 2)),
        ("云岭市科学技术局高新技术产业处", date(2026, 3, 8), (2, 9)),
        ("", date(2026, 3, 8), (2, 2)),
    ],
)
def test_issuer_and_date_stand_where_the_standard_puts_them(
    issuer: str, day: date, indents: tuple[float, float]
) -> None:
    assert signature_indents(Paper("标题", issuer=issuer, date=day)) == indents


def test_an_amount_in_a_table_has_its_thousands_apart_and_a_year_has_not() -> None:
    row = [Decimal("1234567.890000"), Decimal("200.000000"), Decimal("0"), 2026, Decimal("NaN")]
    table = Table([("列", 1)] * 5, [row])
    assert table.lines() == [["1,234,567.89", "200", "0", "2026", "NaN"]]
    assert [table.numeric(0, place) for place in range(5)] == [True] * 5
