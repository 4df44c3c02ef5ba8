"""Word documents are read as their pages look."""

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.workplan.reading.formats import makers
from yaodian.workplan.reading.formats import load
from yaodian.workplan.reading.formats.docx import read

OPENING = "云岭市科学技术局2025年工作要点及任务安排"


def body_of(*paragraphs: str) -> bytes:
    """A document with these w:p or w:tbl elements before its end."""
    document = docx.Document()
    for xml in paragraphs:
        head, _, rest = xml.partition(">")
        head, closing = (head[:-1], "/>") if head.endswith("/") else (head, ">")
        element = parse_xml(f"{head} {nsdecls('w')}{closing}{rest}")
        document.element.body.insert(len(document.element.body) - 1, element)
    return makers.docx_bytes(document)


def run(text: str, properties: str = "") -> str:
    return f"<w:r>{properties}<w:t xml:space='preserve'>{text}</w:t></w:r>"


def test_a_document_gives_one_line_per_paragraph():
    source = load(makers.docx_of(makers.PLAN), "plan.docx")
    assert (source.text, source.format, source.encoding) == (makers.PLAN.rstrip(), "docx", None)


def test_automatic_numbers_appear_in_the_text():
    levels = [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")]
    paragraphs = [
        (-1, OPENING),
        (0, "培育科技企业"),
        (1, "新认定高新技术企业30家"),
        (2, "落实政策"),
        (2, "加强服务"),
        (0, "建设创新平台"),
        (1, "新增省级平台3家"),
    ]
    assert read(makers.numbered_docx(levels, paragraphs)).splitlines() == [
        OPENING,
        "一、培育科技企业",
        "（一）新认定高新技术企业30家",
        "1. 落实政策",
        "2. 加强服务",
        "二、建设创新平台",
        "（一）新增省级平台3家",
    ]


def test_a_style_may_number_its_paragraphs():
    document = docx.Document()
    document.add_paragraph("实施攻关项目20项", style="List Number")
    document.add_paragraph("转化成果30项", style="List Number")
    document.add_paragraph("要点", style="List Bullet")
    assert read(makers.docx_bytes(document)) == "1. 实施攻关项目20项\n2. 转化成果30项\n要点"


def test_an_empty_numbered_paragraph_counts_but_shows_no_line():
    paragraphs = [(0, "甲"), (0, ""), (0, "乙")]
    assert read(makers.numbered_docx([("decimal", "%1.")], paragraphs)) == "1. 甲\n3. 乙"


DELETED = "<w:del w:id='1' w:author='a'><w:r><w:delText>二十</w:delText></w:r></w:del>"
FIELD = (
    "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>"
    "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>6月</w:t></w:r>"
)
BOX = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>文本框</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (f"<w:ins w:id='1' w:author='a'>{run('新增')}</w:ins>{run('30家')}", "新增30家"),
        (f"{run('新增')}{DELETED}{run('30家')}", "新增30家"),
        (f"<w:moveFrom w:id='1' w:author='a'>{run('旧')}</w:moveFrom>{run('新')}", "新"),
        (f"<w:moveTo w:id='2' w:author='a'>{run('新')}</w:moveTo>", "新"),
        (f"{run('看得见')}{run('看不见', '<w:rPr><w:vanish/></w:rPr>')}", "看得见"),
        ("<w:r><w:t>上</w:t><w:br/><w:t>下</w:t></w:r>", "上\n下"),
        ("<w:r><w:t>前</w:t><w:tab/><w:t>后</w:t></w:r>", "前 后"),
        ("<w:r><w:t>G</w:t><w:noBreakHyphen/><w:t>60</w:t></w:r>", "G-60"),
        (FIELD, "6月"),
        ("<w:sdt><w:sdtContent><w:r><w:t>控件里的字</w:t></w:r></w:sdtContent></w:sdt>", "控件里的字"),
        (f"{run('正文')}{BOX}", "正文"),
    ],
)
def test_the_runs_of_a_paragraph_give_what_is_seen(inner, text):
    assert read(body_of(f"<w:p>{inner}</w:p>")) == text


def test_a_paragraph_whose_mark_was_deleted_runs_on_into_the_next():
    first = f"<w:p><w:pPr><w:rPr><w:del w:id='1' w:author='a'/></w:rPr></w:pPr>{run('新增')}</w:p>"
    assert read(body_of(first, f"<w:p>{run('30家')}</w:p>")) == "新增30家"
    assert read(body_of(first)) == "新增"


def test_headers_footers_and_contents_are_left_out():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "页脚"
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("一、培育企业……1", style="toc 1")
    document.add_paragraph("一、培育企业")
    assert read(makers.docx_bytes(document)) == "一、培育企业"


def test_a_table_gives_one_line_per_row():
    document = docx.Document()
    makers.add_table(document, [list(makers.COLUMNS), *map(list, makers.ROWS)])
    assert read(makers.docx_bytes(document)) == (
        "序号\t任务\t责任单位\t2025年目标\n1\t培育高新技术企业\t高新科\t30家\n2\t建设技术转移机构\t成果科\t5个"
    )


def test_merged_cells_keep_the_columns_apart():
    document = docx.Document()
    rows = [["类别", "任务", "目标"], ["企业", "甲", "1家"], ["", "乙", "2家"], ["合计", "", "3家"]]
    table = makers.add_table(document, rows)
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(3, 0).merge(table.cell(3, 1))
    assert read(makers.docx_bytes(document)) == "类别\t任务\t目标\n企业\t甲\t1家\n\t乙\t2家\n合计\t\t3家"
