"""Word documents, opened again and compared with the paper piece by piece."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from tests.conftest import ROOT
from tests.foundation.desk.papers.samples import EMPTY, TASKS, TEXT, WIDE, note, notice
from yaodian.foundation.desk.papers import (
    Attachment,
    Block,
    Note,
    PageBreak,
    Paper,
    Paragraph,
    Redacted,
    Run,
    Table,
    docx_of,
)
from yaodian.foundation.desk.papers.checking import deviations


def opened(paper: Paper) -> Any:
    return docx.Document(io.BytesIO(docx_of(paper)))


def written(document: Any) -> list[tuple[str, str]]:
    """(style, text) of the paragraphs that say something."""
    return [(each.style.name, each.text) for each in document.paragraphs if each.text]


def grid(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_every_paragraph_stands_in_order_in_its_style() -> None:
    assert written(opened(notice())) == [
        ("发文机关标志", "云岭市科学技术局文件"),
        ("公文行", "云科发〔2026〕8号"),
        ("Title", "云岭市科学技术局关于印发\n2026年工作要点的通知"),
        ("公文行", "各县（市、区）科技主管部门，市直有关单位："),
        ("Body Text", "现将《云岭市科学技术局2026年工作要点》印发给你们，请结合实际认真抓好落实。"),
        ("Heading 1", "一、总体要求"),
        ("Body Text", TEXT),
        ("Heading 2", "（一）工作思路"),
        ("Body Text", TEXT),
        ("Heading 3", "1.强化企业创新主体地位"),
        ("Body Text", TEXT),
        ("Heading 4", "（1）培育高新技术企业"),
        ("Body Text", TEXT),
        ("Body Text", "工作要求。联系人：已隐去：个人隐私，电话：已隐去"),
        ("Body Text", "特此通知。"),
        ("公文行", "附件：1.重点任务分解表"),
        ("公文行", "2.各县（市、区）指标表"),
        ("公文行", "3.另行发送的名单"),
        ("公文行", "云岭市科学技术局"),
        ("公文行", "2026年3月8日"),
        ("附件标签", "附件1"),
        ("附件标题", "重点任务分解表"),
        ("Caption", "表1 重点任务分解表"),
        ("附注", "数据来源：各科室报送，截至2026年3月1日。"),
        ("附件标签", "附件2"),
        ("附件标题", "各县（市、区）指标表"),
        ("Caption", "表2 各县（市、区）指标"),
    ]


def test_every_cell_of_every_table_is_there() -> None:
    tasks, wide, empty, imprint = opened(notice()).tables
    for table, paper_table in ((tasks, TASKS), (wide, WIDE)):
        assert grid(table) == [[words for words, _ in paper_table.heads], *paper_table.lines()]
    assert grid(empty) == [["甲", "乙", "丙"], ["无", "无", "无"]]
    assert len({id(cell._tc) for cell in empty.rows[1].cells}) == 1
    assert grid(imprint) == [
        ["抄送：市委办公室，市政府办公室。"],
        ["云岭市科学技术局办公室\t2026年3月9日印发"],
    ]


def test_heads_are_repeated_and_no_row_is_torn() -> None:
    for table in opened(notice()).tables[:3]:
        marks = [row._tr.trPr for row in table.rows]
        assert [mark.find(qn("w:tblHeader")) is not None for mark in marks] == [True] + [False] * (
            len(marks) - 1
        )
        assert all(mark.find(qn("w:cantSplit")) is not None for mark in marks)


def test_a_wide_table_lies_across_between_upright_pages() -> None:
    sections = [(round(each.page_width.mm), round(each.page_height.mm)) for each in opened(notice()).sections]
    assert sections == [(210, 297), (297, 210), (210, 297)]


@pytest.mark.parametrize(("table", "room"), [(TASKS, 156), (WIDE, 225), (EMPTY, 156)])
def test_columns_fill_the_width_in_their_proportions(table: Table, room: int) -> None:
    whole = sum(width for _, width in table.heads)
    columns = opened(Paper("标题", blocks=[table])).tables[0].columns
    assert [round(column.width.mm, 1) for column in columns] == pytest.approx(
        [room * width / whole for _, width in table.heads], abs=0.1
    )


def test_bold_and_hidden_runs_look_so() -> None:
    (paragraph,) = [each for each in opened(notice()).paragraphs if each.text.startswith("工作要求")]
    shades = [
        run._element.rPr.find(qn("w:shd")) if run._element.rPr is not None else None for run in paragraph.runs
    ]
    assert [bool(run.bold) for run in paragraph.runs] == [True, False, False, False, False]
    assert [shade.get(qn("w:fill")) if shade is not None else "" for shade in shades] == [
        "",
        "",
        "000000",
        "",
        "000000",
    ]


def test_a_break_puts_what_follows_on_a_new_page_and_leaves_no_empty_line() -> None:
    blocks: list[Block] = [Paragraph("一"), PageBreak(), Paragraph("二"), PageBreak(), EMPTY, EMPTY]
    document = opened(Paper("标题", blocks=blocks))
    breaks = [(each.text, bool(each.paragraph_format.page_break_before)) for each in document.paragraphs]
    assert breaks[2:] == [("一", False), ("二", True), ("", True), ("", False), ("", False)]


def test_two_tables_never_touch_and_none_ends_the_document() -> None:
    body = [each.tag.rsplit("}")[-1] for each in opened(Paper("标题", blocks=[EMPTY, EMPTY])).element.body]
    assert body == ["p", "p", "tbl", "p", "tbl", "p", "sectPr"]


def test_what_is_empty_is_left_out() -> None:
    document = opened(note())
    assert written(document) == [("Title", "情况说明"), ("Body Text", TEXT)]
    assert document.tables == []


def test_an_unsigned_paper_shows_neither_issuer_nor_day() -> None:
    paper = Paper("清单", issuer="云岭市科学技术局", date=date(2026, 3, 8), signed=False, blocks=[Note("甲")])
    assert written(opened(paper)) == [("Title", "清单"), ("附注", "甲")]
    assert written(opened(replace(paper, signed=True)))[2:] == [
        ("公文行", "云岭市科学技术局"),
        ("公文行", "2026年3月8日"),
    ]


def test_the_file_names_its_title_issuer_and_day_and_no_program_or_machine() -> None:
    core = opened(notice()).core_properties
    assert (core.title, core.author, core.last_modified_by) == (
        "云岭市科学技术局关于印发2026年工作要点的通知",
        *["云岭市科学技术局"] * 2,
    )
    assert (core.created.date(), core.modified.date(), core.comments) == (
        date(2026, 3, 8),
        date(2026, 3, 8),
        "",
    )
    with zipfile.ZipFile(io.BytesIO(docx_of(notice()))) as package:
        assert not any("thumbnail" in name for name in package.namelist())
        about = b"".join(package.read(name) for name in package.namelist() if name.startswith("docProps/"))
    assert b"python" not in about
    assert b"Microsoft" not in about


def test_the_same_paper_gives_the_same_bytes_at_another_time_and_in_another_process() -> None:
    here = hashlib.sha256(docx_of(notice())).hexdigest()
    time.sleep(2.1)  # the time stamps of a zip count in steps of two seconds
    assert hashlib.sha256(docx_of(notice())).hexdigest() == here
    script = (
        "from tests.foundation.desk.papers.samples import notice; from yaodian.foundation.desk.papers import docx_of;"
        "import hashlib; print(hashlib.sha256(docx_of(notice())).hexdigest())"
    )
    there = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert there.stdout.strip() == here


def test_another_paper_gives_other_bytes() -> None:
    assert docx_of(replace(notice(), date=date(2026, 3, 9))) != docx_of(notice())


def test_a_long_name_and_two_hundred_rows_are_kept_whole() -> None:
    name = "云岭市科学技术局关于" * 60
    table = Table([("名称", 1), *[("列", 1)] * 11], [[f"{name}{at}", *range(11)] for at in range(200)])
    document = opened(Paper(name, red_head=name, issuer=name, date=date(2026, 1, 1), blocks=[table]))
    assert [row[0] for row in grid(document.tables[0])[1:]] == [f"{name}{at}" for at in range(200)]
    assert document.paragraphs[2].text == name
    assert len(document.core_properties.title) == 255


def test_control_characters_break_nothing() -> None:
    attachment = Attachment("附\x08表", [Note("注\x0c意")])
    paper = Paper(
        "标\x00题", blocks=[Paragraph([Run("甲\x1b乙"), Redacted("理\x01由")])], attachments=[attachment]
    )
    assert written(opened(paper)) == [
        ("Title", "标题"),
        ("Body Text", "甲乙已隐去：理由"),
        ("公文行", "附件：附表"),
        ("附件标签", "附件"),
        ("附件标题", "附表"),
        ("附注", "注意"),
    ]


def test_core_times_are_the_papers_own_or_a_fixed_day() -> None:
    assert opened(note()).core_properties.created == datetime.fromisoformat("2000-01-01T00:00:00+00:00")


def test_a_mark_stands_in_the_head_of_every_page_upright_and_across() -> None:
    paper = replace(notice(), mark="内部资料")
    heads = [
        (head.paragraphs[0].text, other.paragraphs[0].text)
        for head, other in ((one.header, one.even_page_header) for one in opened(paper).sections)
    ]
    assert len(heads) > 2
    assert set(heads) == {("内部资料", "内部资料")}
    assert deviations(docx_of(paper)) == []
    assert {one.header.paragraphs[0].text for one in opened(notice()).sections} == {""}
