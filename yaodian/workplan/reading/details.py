"""What a task says beside its numbers: when, how often, who, where, and which steps."""

import re
from calendar import monthrange
from collections.abc import Iterator

from . import tables
from .numerals import parse_number
from .outline import Node
from .shapes import Deadline, Details, Milestone, Span

_MONTH = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})"
_DEADLINE = re.compile(
    rf"(?:(?P<year>20\d\d)年)?(?P<month>{_MONTH})月(?:(?P<day>\d{{1,2}})日|(?P<part>底|末|上旬|"
    rf"中旬|下旬|份)?)(?P<before>之?前|以前)?|"
    r"(?:(?P<endyear>20\d\d)年)?年?(?P<yearend>年底|年末)(?:之?前)?|"
    r"(?:(?P<halfyear>20\d\d)年)?(?P<half>上半年|下半年)(?:末|底)?(?:之?前)?|"
    r"(?:(?P<qyear>20\d\d)年)?第?(?P<quarter>[一二三四1-4])季度(?:末|底|内)?(?:之?前)?"
)
_FREQUENCY = re.compile(
    r"每(?:半年|季度|学期|两?个?月|两?周|[二三两]年|年|日|半月)度?|按(?:季度|月|季|年度?)|逐月|"
    r"逐季|常态化|全年(?=持续|常态)"
)
_OWNERS = re.compile(
    r"(?P<role>责任|牵头|配合|协办|协同|主办|承办|负责|落实|参与|整改责任)(?P<what>科室|处室|"
    r"股室|部门|单位|人|领导|主体|科|处)?\s*[:】]\s*(?P<names>[^。;\n()\[\]】【:]+?)(?=[。;\n()\[\]】【:]|$|"
    r"[ \t]{1,8}(?:责任|牵头|配合|协办|协同|主办|承办|负责|落实|参与|完成)[一-鿿]{1,4}\s*:)|"
    r"\((?P<plain>[一-鿿、,\s]{2,60}(?:牵头|负责|配合)?[一-鿿、,\s]{0,40})\)|"
    r"由(?P<by>[一-鿿]{2,8}(?:科|处|股|室|办公室|局|中心))(?:牵头|负责)"
)
_NAME_SPLIT = re.compile(r"[、,\s;]+|(?<=[科处室局])和")
_DIVISION = re.compile(r"[一-鿿]{1,10}(?:科|处|股|室|办公室|党委|党支部|支队|办)$")
_OFFICE = re.compile(
    r"[一-鿿]{2,16}(?:局|委|院|中心|公司|大学|学院|政府|办事处|园区|管委会|厅|会|银行|所|集团|"
    r"开发区|高新区|经开区|单位|部门|部)$"
)
_COUNTY = re.compile(
    r"(?<![一-鿿])[一-鿿]{1,3}(?:县|区|市|旗)(?![一-鿿]|\([市区县])|(?:指导|支持|推动|推进|在|组织|帮助|与|"
    r"由|和|、)([一-鿿]{2}(?:县|区|市|旗))(?!域|级|委|政府|内|场|科技局|别|块|分|\([市区县])"
)
_NOT_A_COUNTY = re.compile(
    r"^(?:各|全|本|我|示范|园|高新|开发|新|城|地|社|灾|山|校|专|辖|三|景|县|市|省|片|经开|区|试验|"
    r"创建|核心|集聚|试点|自贸|上|该|先行|都|超|夜).{0,2}[县区市旗]$|城市|上市|[县市]区$|园区$|"
    r"[全各本][县区市旗]$|新区$|高新区$|开发区$|示范区$|经开区$|试验区$|社区$|地区$"
)
_MILESTONE = re.compile(
    r"(?P<verb>研究制定|研究出台|修订完善|制定出台|编制完成|编制|出台|制定|制订|修订|印发|"
    r"发布|建成投用|建成|签订|签署|签约|争创|创建|申创|获批|组建|挂牌|启动建设|启动|开工建设|"
    r"投入运营|揭牌)"
    r"(?P<object>[^,。;、\n\t|]{0,4}(?:《[^》\n]{1,60}》|“[^”\n]{1,30}”)[^,。;\n\t|、]{0,20}|"
    r"[^,。;\n\t|]{2,40})"
)


def read_details(source: str, folded: str, masked: str, node: Node, year: int | None) -> Details:
    owners = list(_owners(folded, node))
    return Details(
        deadlines=tuple(_deadlines(source, folded, (node.start, node.end), year)),
        frequency=tuple(
            dict.fromkeys(found.group() for found in _FREQUENCY.finditer(folded, node.start, node.end))
        ),
        divisions=tuple(dict.fromkeys(name for name in owners if _DIVISION.fullmatch(name))),
        units=tuple(dict.fromkeys(name for name in owners if _is_unit(name))),
        counties=tuple(dict.fromkeys(_counties(folded, node.start, node.end))),
        milestones=tuple(_milestones(source, folded, node.start, node.end)),
    )


def _is_unit(name: str) -> bool:
    return _DIVISION.fullmatch(name) is None and _OFFICE.fullmatch(name) is not None


def _owners(folded: str, node: Node) -> Iterator[str]:
    if node.cells is not None and node.header is not None:
        for place in node.header.of(tables.OWNER):
            if place < len(node.cells):
                yield from _split_names(folded[slice(*node.cells[place])])
    for found in _OWNERS.finditer(folded, node.start, node.end):
        names = found["names"] or found["by"] or _plain_names(found["plain"])
        yield from _split_names(names)


def _plain_names(words: str | None) -> str:
    """A bracket without a label names owners only when every part of it is an office."""
    parts = [part for part in _NAME_SPLIT.split(re.sub(r"牵头|负责|配合", "", words or "")) if part]
    return (
        "、".join(parts)
        if parts and all(_DIVISION.fullmatch(p) or _OFFICE.fullmatch(p) for p in parts)
        else ""
    )


def _split_names(words: str) -> Iterator[str]:
    for name in _NAME_SPLIT.split(re.sub(r"牵头|负责|配合|等$", "", words)):
        if len(name) >= 2:
            yield name.strip("()[]")


def _deadlines(source: str, folded: str, span: Span, year: int | None) -> Iterator[Deadline]:
    for found in _DEADLINE.finditer(folded, *span):
        if found["month"] and not (found["day"] or found["part"] or found["before"] or found["year"]):
            continue
        yield Deadline(
            source[found.start() : found.end()], found.start(), found.end(), _last_day(found, year)
        )


def _last_day(found: re.Match[str], plan_year: int | None) -> str | None:
    year = next(
        (int(found[key]) for key in ("year", "endyear", "halfyear", "qyear") if found[key]), plan_year
    )
    if year is None:
        return None
    month, day = _month_and_day(found)
    if not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    return f"{year:04d}-{month:02d}-{min(day or last, last):02d}"


def _month_and_day(found: re.Match[str]) -> tuple[int, int | None]:
    if found["month"]:
        day = int(found["day"]) if found["day"] else {"上旬": 10, "中旬": 20}.get(found["part"] or "")
        return int(parse_number(found["month"]) or 0), day
    if found["half"]:
        return (6 if found["half"] == "上半年" else 12), None
    if found["quarter"]:
        return int(parse_number(found["quarter"]) or 0) * 3, None
    return 12, None


def _counties(folded: str, start: int, end: int) -> Iterator[str]:
    for found in _COUNTY.finditer(folded, start, end):
        name = found.group(1) or found.group()
        if len(name) >= 2 and not _NOT_A_COUNTY.search(name):
            yield name


def _milestones(source: str, folded: str, start: int, end: int) -> Iterator[Milestone]:
    for found in _MILESTONE.finditer(folded, start, end):
        a, b = found.span("object")
        yield Milestone(found["verb"], source[a:b].strip(), found.start(), found.end())
