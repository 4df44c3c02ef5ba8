"""Makes the documents that the tests of this folder read."""

import html
import io
import zipfile
from collections.abc import Callable, Iterable

import docx
import xlsxwriter
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

PLAN = """云岭市科学技术局2025年工作要点
2025年，全市科技创新工作要聚焦“强企业、优平台、促转化”，力争全社会研发经费投入占地区生产总值比重达到2.4%。
一、培育科技企业
（一）实施科技企业倍增计划。全年新认定高新技术企业30家以上，科技型中小企业入库400家，技术合同成交额达到12亿元。
（二）支持企业牵头攻关。组织实施重点研发项目20项，带动企业研发投入增长10%以上。（责任单位：高新科、各县区科技局）
二、建设创新平台
（三）新增省级以上创新平台3家，力争国家级平台实现零的突破，6月底前完成布局方案编制。
"""
COLUMNS = ("序号", "任务", "责任单位", "2025年目标")
ROWS = (("1", "培育高新技术企业", "高新科", "30家"), ("2", "建设技术转移机构", "成果科", "5个"))


def docx_bytes(document: object) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def docx_of(text: str) -> bytes:
    """One paragraph per line, as a clerk would paste it; lines with TAB become tables."""
    document = docx.Document()
    for block in blocks_of(text):
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            add_table(document, block)
    return docx_bytes(document)


def add_table(document: object, rows: list[list[str]]) -> object:
    width = max(len(row) for row in rows)
    table = document.add_table(rows=len(rows), cols=width)
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=False):
            cell.text = text
    return table


def blocks_of(text: str) -> list[str | list[list[str]]]:
    """Lines, and runs of lines with TAB as tables."""
    blocks: list[str | list[list[str]]] = []
    for line in text.splitlines():
        if "\t" not in line:
            blocks.append(line)
            continue
        if not blocks or isinstance(blocks[-1], str):
            blocks.append([])
        blocks[-1].append(line.split("\t"))
    return blocks


def html_of(text: str, encoding: str = "utf-8") -> bytes:
    """A page as a bureau's site serves it: navigation, a script, the article, a foot."""
    body = "\n".join(_html_block(block) for block in blocks_of(text))
    page = f"""<!DOCTYPE html><html lang="zh-CN"><head><meta charset="{encoding}"><title>工作要点</title>
<style>p {{ text-indent: 2em; line-height: 1.7 }} td {{ border: 1px solid black; padding: 4px }}
table {{ border-collapse: collapse }}
body {{ font-family: "Noto Serif CJK SC"; font-size: 12pt }}
@page {{ size: A4; margin: 25mm; @bottom-center {{ content: "— " counter(page) " —" }}
@top-center {{ content: "云岭市科学技术局文件" }} }}</style>
<script>var hidden = "脚本里的字";</script></head><body>
<nav><a href="/">首页</a><a href="/a">政务公开</a></nav>
<div class="article">{body}</div><footer>版权所有</footer></body></html>"""
    return page.encode(encoding, "xmlcharrefreplace")


def _html_block(block: str | list[list[str]]) -> str:
    if isinstance(block, str):
        return f"<p>{html.escape(block)}</p>"
    rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in block)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def pdf_of(text: str) -> bytes:
    """Print the page of `html_of`; the running head and page numbers come from its style."""
    from weasyprint import HTML

    return HTML(string=without_frame(html_of(text).decode())).write_pdf()


def without_frame(page: str) -> str:
    return page.replace("<nav>", "<nav hidden>").replace("<footer>", "<footer hidden>")


def xlsx_of(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        fill(workbook)
    return stream.getvalue()


def task_table() -> bytes:
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("任务分解表")
        for at, row in enumerate((COLUMNS, *ROWS)):
            sheet.write_row(at, 0, row)

    return xlsx_of(fill)


def numbered_docx(levels: Iterable[tuple[str, str]], paragraphs: Iterable[tuple[int, str]]) -> bytes:
    """A document whose list numbers are Word's own; levels: (format, template), paragraphs: (level, text)."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    inner = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{template}"/></w:lvl>'
        for depth, (style, template) in enumerate(levels)
    )
    family = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{inner}</w:abstractNum>')
    numbering.insert(0, family)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for depth, text in paragraphs:
        paragraph = document.add_paragraph(text)
        if depth >= 0:
            properties = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="77"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(parse_xml(properties))
    return docx_bytes(document)


def entries_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zip_of(entries: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return stream.getvalue()


def changed(data: bytes, ending: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a package with the part whose name ends like this passed through a function."""
    entries = entries_of(data)
    name = next(name for name in entries if name.endswith(ending))
    return zip_of({**entries, name: change(entries[name])})
