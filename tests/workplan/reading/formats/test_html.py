"""Web pages are read as a visitor reads them."""

import pytest

from tests.workplan.reading.formats import makers
from yaodian.workplan.reading.formats import load
from yaodian.workplan.reading.formats.html import read


def text_of(body: str) -> str:
    return read(f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode())[0]


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("gbk", "gb18030"), ("gb18030", "gb18030")],
)
def test_a_page_is_read_in_the_encoding_it_declares(encoding, named):
    source = load(makers.html_of(makers.PLAN, encoding), "plan.html")
    assert (source.text, source.format, source.encoding) == (makers.PLAN.rstrip(), "html", named)


def test_a_page_that_declares_the_wrong_encoding_is_read_all_the_same():
    page = makers.html_of(makers.PLAN).replace(b'charset="utf-8"', b'charset="gb2312"')
    assert load(page, "plan.htm").text == makers.PLAN.rstrip()


def test_a_page_saved_as_one_file_is_read():
    page = makers.html_of(makers.PLAN)
    saved = (
        b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="xx"\r\n\r\n'
        b"--xx\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + page
        + b"\r\n--xx--\r\n"
    )
    source = load(saved, "plan.mhtml")
    assert (source.text, source.format) == (makers.PLAN.rstrip(), "html")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>一</p><p>二</p>", "一\n二"),
        ("<div>一<br>二<div>三</div>四</div>", "一\n二\n三\n四"),
        ("<p>新<b>增</b><span>30</span>家</p>", "新增30家"),
        ("<p>推进\n    创新平台</p>", "推进创新平台"),
        ("<p>R&amp;D\n经费 增长</p>", "R&D 经费 增长"),
        ("<p>&nbsp;&nbsp;　　一、总体要求</p>", "一、总体要求"),
        ("<pre>一\n  二</pre>", "一\n二"),
        ("<p>看<span style='display: none'>不见</span>见</p><p hidden>藏</p>", "看见"),
        ("<script>x</script><style>y</style><!-- 注 --><p>正文</p>", "正文"),
        ("<nav>导航</nav><p>正文</p><footer>版权</footer>", "正文"),
        ("<form><p>整页在表单里</p><select><option>选</option></select></form>", "整页在表单里"),
        ("<ul><li><a>首页</a><li><a>公开</a><li><a>服务</a></ul><p>正文</p>", "正文"),
        ("<p>见<a>文件一</a>、<a>文件二</a>和<a>文件三</a></p>", "见文件一、文件二和文件三"),
        ("<ol><li>甲</li><li>乙</li></ol>", "1. 甲\n2. 乙"),
        ("<ol start=3><li>甲</li></ol>", "3. 甲"),
        ("<ol><li>（一）甲</li><li>（二）乙</li></ol>", "（一）甲\n（二）乙"),
        ("<table><tr><th>任务<th>目标<tr><td>甲\n<td><p>1</p><p>家</p></table>", "任务\t目标\n甲\t1 家"),
        ("<table><tr><td rowspan=2>企业</td><td>甲</td></tr><tr><td>乙</td></tr></table>", "企业\t甲\n\t乙"),
        ("<table><tr><td colspan=2>合计</td><td>3</td></tr></table>", "合计\t\t3"),
        ("<table><tr><td><p>第一段</p><p>第二段</p></td></tr></table>", "第一段\n第二段"),
    ],
)  # fmt: skip
def test_a_body_gives_the_lines_that_are_seen(body, text):
    assert text_of(body) == text
