"""Lines of a document and what they are: clutter of a page, numbered heads and items, plain text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .numerals import parse_number

_CN = r"[一二三四五六七八九十百]{1,4}"
_NO = rf"(?:{_CN}|\d{{1,3}})"
# Outermost first; the rank of a marker is its place in this list.
_MARKERS = (
    rf"第\s*(?P<n0>{_NO})\s*(?:部分|篇|编)[\s、:.]*",
    rf"第\s*(?P<n1>{_NO})\s*章[\s、:.]*",
    rf"第\s*(?P<n2>{_NO})\s*节[\s、:.]*",
    rf"(?P<n3>{_CN})\s*(?:、|\.|,|:)\s*",
    rf"(?:\(\s*(?P<n4>{_CN})\s*\)|(?P<n4b>[㈠-㈩]))\s*[、.:]?\s*",
    rf"(?:第\s*(?P<n5c>{_CN})\s*[,、:]\s*|第\s*(?P<n5>{_NO})\s*(?:条|项|款)[\s、:.]*|(?:重点)?(?:任务|问题|事项|工程|行动|专项|"
    rf"项目|措施|专栏)\s*(?P<n5b>{_NO})\s*[\s、:.]\s*)",
    r"(?P<n6>\d{1,2}(?:\.\d{1,2})+)(?![\d%万亿])\s*[、.]?\s*(?=[^\d\s%])",
    r"(?P<n7b>[⒈-⒛])\s*|(?P<n7>\d{1,3})\s*(?:[、.](?!\d)|(?<=\d)\s+(?=[一-鿿“《])(?!\s*年))\s*",
    r"(?P<n8>\d{1,2})\s*\)\s*[、.]?",
    r"(?:\(\s*(?P<n9>\d{1,2})\s*\)|(?P<n9b>[⑴-⒇]))\s*[、.:]?\s*",
    r"(?P<n10>[①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳])\s*[、.]?",
)
_MARKER_RULES = [(rank, re.compile(rule)) for rank, rule in enumerate(_MARKERS)]
RANK_ONE, RANK_TWO, RANK_DOTTED, RANK_ARABIC = 3, 4, 6, 7
UNNUMBERED = 20

_HEAD_CLUTTER = re.compile(
    r"您?(?:现在|当前)?(?:所在)?(?:的)?(?:位置|栏目)\s*(?:是|为)?:|^首页\s*[>»-]|"
    r">\s*[^>]{2,12}\s*>|^[^>。,]{2,12}\s*>+\s*[^>。,]{2,16}$|^\s*(?:发布|发文|更新|成文|信息发布)(?:日期|时间|机构|单位)|"
    r"^\s*(?:索引号|主题分类|体裁分类|组配分类|"
    r"公开方式|公开形式|文\s*号|发文字号|有效性|来源|信息来源|作者|浏览次数|阅读次数|点击数|"
    r"字体|字号|时间|日期|编辑|审核|摘要|关键词|分享到|名\s*称|生成日期|发布日期|"
    r"【?字体)\s*[:：]|浏览(?:次数|量)|\[?字[体号]\s*:|大\s{1,4}中\s{1,4}小|阅读量?\s*:|"
    r"^\s*20\d\d-\d{1,2}-\d{1,2}[\s\d:]*|点击(?:数|量|率)?\s*:|扫一扫|无障碍|登录\s*[|]|繁体"
)
_FOOT_CLUTTER = re.compile(
    r"^\s*[\[【(]?(?:责任编辑|编辑|打印(?:本页|此页)?|关闭(?:窗口|本页|页面)?|收藏|分享|"
    r"上一[篇条]|下一[篇条]|相关(?:链接|阅读|文章|附件|文档|解读|稿件|新闻)|版权所有|主办单位|"
    r"主办\s*:|承办\s*:|网站标识|备案号|ICP备|"
    r"[^\s]{0,4}ICP备|网站地图|联系我们|返回顶部|附件(?:下载|\d?\s*[:.])|附件\d?$|扫一扫|"
    r"我要纠错|政府网站|抄\s*送|印发|主题词|初审|审核人|审核\s*:|联系人\s*[:(]|联系电话|"
    r"信息公开选项|此件(?:主动)?公开|信息来源|来源\s*:|文字\s*:|签发|责编|审核:)|"
    r"ICP备\d|公网安备|【?打印】?\s*【?关闭|\[打印|\[关闭"
)
_NOTE = re.compile(
    r"^\s*[(\[]?(?:说明|备注|注|附注|填表说明|填报说明|注释)\s*\d*\s*[:：.]|^\s*\(注|"
    r"^\s*注\d*\s*[:.]"
)
_SIGN_OFF = re.compile(
    r"^\s*(?:\(?\s*(?:20\d\d|二[零一二三四五六七八九]{3})\s*年\s*(?:\d{1,2}|"
    r"[一二三四五六七八九十]{1,3})\s*月(?:\s*(?:\d{1,2}|"
    r"[一二三四五六七八九十]{1,3})\s*日)?\s*(?:印发|印)?\s*\)?|[一-鿿()、\s]{2,30}(?:局|委|"
    r"办公室|委员会|政府|中心|厅|党组|领导小组|院|公司|大学))\s*$"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """The number at the head of a line: `end` is where its words begin."""

    rank: int
    numeral: str
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its blanks on both sides, as offsets into the document."""

    start: int
    end: int
    marker: Marker | None = None


def marker_at(folded: str, start: int, end: int) -> Marker | None:
    for rank, rule in _MARKER_RULES:
        if found := rule.match(folded, start, end):
            numeral = next(group for group in found.groups() if group is not None)
            return Marker(rank, _spelled_out(numeral), found.end())
    return None


def _spelled_out(numeral: str) -> str:
    """The numeral inside a one-character sign: ㈠ is 一, ⒈ and ⑴ are 1; ① stays."""
    if "㈠" <= numeral <= "㈩":
        return "一二三四五六七八九十"[ord(numeral) - ord("㈠")]
    for first, last in ("⒈⒛", "⑴⒇"):
        if first <= numeral <= last:
            return str(ord(numeral) - ord(first) + 1)
    return numeral


def split_lines(folded: str) -> list[Line]:
    """Every line with words in it; a text that came without line ends is cut at its inline numbers."""
    lines = []
    for found in re.finditer(r"[^\n]+", folded):
        words = found.group()
        start = found.start() + len(words) - len(words.lstrip())
        end = found.start() + len(words.rstrip())
        if end > start:
            lines.append(Line(start, end, marker_at(folded, start, end)))
    return _nest_dotted(list(_cut_run_on(folded, lines)))


def _nest_dotted(lines: list[Line]) -> list[Line]:
    """Where 1.1 stands under a heading 1, its rank is the inner of the two."""
    if not _has_nested_dots(lines):
        return lines
    swapped = {RANK_DOTTED: RANK_ARABIC, RANK_ARABIC: RANK_DOTTED}
    return [
        replace(line, marker=replace(line.marker, rank=swapped.get(line.marker.rank, line.marker.rank)))
        if line.marker
        else line
        for line in lines
    ]


def _has_nested_dots(lines: list[Line]) -> bool:
    above = ""
    for line in lines:
        if line.marker and line.marker.rank == RANK_ARABIC:
            above = line.marker.numeral
        elif line.marker and line.marker.rank == RANK_DOTTED and line.marker.numeral == f"{above}.1":
            return True
    return False


_RUN_ON = 100
_INLINE = {
    RANK_ONE: re.compile(rf"(?<=[。;:\s])(?={_CN}、)"),
    RANK_TWO: re.compile(rf"(?<=[。;:\s])(?=\({_CN}\))"),
    RANK_ARABIC: re.compile(r"(?<=[。\s])(?=\d{1,2}[.、](?!\d))"),
}


def _cut_run_on(folded: str, lines: list[Line]) -> Iterator[Line]:
    ranks = {line.marker.rank for line in lines if line.marker}
    missing = [rule for rank, rule in _INLINE.items() if rank not in ranks]
    for line in lines:
        if line.end - line.start < _RUN_ON or ranks & {RANK_TWO, RANK_ARABIC}:
            yield line
            continue
        cuts = sorted({at.start() for rule in missing for at in _in_order(rule, folded, line)})
        for start, end in zip([line.start, *cuts], [*cuts, line.end], strict=True):
            end = start + len(folded[start:end].rstrip())
            if start == line.start:
                yield Line(start, end, line.marker)
            elif end > start:
                yield Line(start, end, marker_at(folded, start, end))


def _in_order(rule: re.Pattern[str], folded: str, line: Line) -> list[re.Match[str]]:
    """Inline numbers count only when they run 1, 2, 3 …; a lone (一) is part of a sentence."""
    cuts, due = [], 1
    for at in rule.finditer(folded, line.start + 1, line.end):
        marker = marker_at(folded, at.start(), line.end)
        value = parse_number(marker.numeral) if marker else None
        if value == due or value == 1:
            cuts.append(at)
            due = int(value) + 1
    return cuts if len(cuts) > 1 else []


def is_head_clutter(words: str) -> bool:
    return _HEAD_CLUTTER.search(words) is not None


def is_foot_clutter(words: str) -> bool:
    return _FOOT_CLUTTER.search(words) is not None


def is_note(words: str) -> bool:
    """A note to a table or list: it explains, it does not promise."""
    return _NOTE.search(words) is not None


def is_sign_off(words: str) -> bool:
    return len(words) <= 40 and _SIGN_OFF.match(words) is not None
