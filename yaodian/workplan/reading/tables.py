"""Tables in running text: one row per line, cells parted by tabs, bars or wide blanks.

A header row gives each column its role. A table of tasks has one task per row; a table of indicators has
one promised number per planned year.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .shapes import Span

_BARS = re.compile(r"\|")
TABS = re.compile(r"\t")
_WIDE = re.compile(r" {2,}|\t")
_BLANKS = re.compile(r"\s+")
_RULE_LINE = re.compile(r"^[\s|:+=-]+$")

NO, TASK, CONTENT, OWNER, DUE, GROUP, UNIT, YEAR, BASE, NOTE, NAME, VALUE, SIZE = range(13)

_ROLES = (
    (NO, r"序\s*号|编\s*号|号|NO\.?|No\.?|项次"),
    (SIZE, r".*(?:总投资|投资额|投资规模|建设地点|建设规模).*|建设单位|项目单位|业主单位?|建设性质"),
    (OWNER, r".*(?:责任|牵头|配合|协办|协同|承办|主办|负责|分管|落实单位|参与单位|实施单位|主管).*"),
    (DUE, r".*(?:时限|期限|时间|节点|进度要求).*"),
    (NOTE, r"备\s*注|说\s*明|属\s*性|状态|.*(?:依据|来源)"),
    (GROUP, r"类\s*别|领\s*域|板\s*块|分\s*类|分类名称|所属.*|指标类别|任务类别|任务分类|章节|大类"),
    (UNIT, r"(?:计量)?单\s*位"),
    (BASE, r".*(?:现状|基期|基数|基础值|实际|实绩|上年|去年|完成值|完成情况|当前值|预计完成).*"),
    (YEAR, r".*20\d\d\s*年?.*"),
    (NAME, r"(?:主要|核心|量化|考核|目标|年度)?指标(?:名称|项目|内容)?|目标名称|发展指标"),
    (VALUE, r"(?:年度)?(?:目标值|指标值|目标数|任务数|计划数|数量|目标|年度目标|目标数量)"),
    (
        TASK,
        (
            r"(?:年度|重点|主要|工作|具体|整改|清单|合作|核心|目标|专项|中心|主要|"
            r"牵头)*(?:工作)?(?:任务|事项|内容|工作|问题|项目|清单)(?:名称|内容|事项|分解)?|"
            r"反馈(?:的)?问题.*|存在(?:的)?问题|任务清单|问题(?:表现|描述)?|工作要点"
        ),
    ),
    (
        CONTENT,
        (
            r".*(?:目标|措施|内容|任务|标志|成果|安排|要求|举措|指标|成效|计划|进度|方案|产出|标准|"
            r"事项|量化).*"
        ),
    ),
)
_ROLE_RULES = [(role, re.compile(rf"\s*(?:{rule})\s*(?:\(.*\))?\s*$")) for role, rule in _ROLES]


@dataclass(frozen=True, slots=True)
class Column:
    role: int
    year: int | None
    unit: str


@dataclass(frozen=True, slots=True)
class Header:
    """Roles in order of the columns, and what parts the cells of this table."""

    columns: tuple[Column, ...]
    separator: re.Pattern[str]

    def first(self, *roles: int) -> int | None:
        """The first column that has one of the roles, asked in order."""
        for role in roles:
            for place, column in enumerate(self.columns):
                if column.role == role:
                    return place
        return None

    def of(self, *roles: int) -> list[int]:
        return [place for place, column in enumerate(self.columns) if column.role in roles]

    @property
    def of_projects(self) -> bool:
        """Whether rows are building projects, whose sizes and sums are facts."""
        return self.first(SIZE) is not None

    @property
    def of_indicators(self) -> bool:
        """Whether rows are indicators with a number for each year, not tasks."""
        years = self.of(YEAR)
        named = self.first(NAME)
        return (bool(years) and self.first(TASK) is None) or (
            named is not None and bool(self.of(VALUE, YEAR))
        )


def cells(folded: str, start: int, end: int, separator: re.Pattern[str]) -> list[Span]:
    """The stripped cells of a row; empty ones keep their place."""
    found, position = [], start
    for gap in separator.finditer(folded, start, end):
        found.append(_strip(folded, position, gap.start()))
        position = gap.end()
    found.append(_strip(folded, position, end))
    if separator is _BARS:
        found = found[1:] if found[0][0] == found[0][1] else found
        found = found[:-1] if found and found[-1][0] == found[-1][1] else found
    return found


def read_header(folded: str, start: int, end: int) -> Header | None:
    """The header when this line is one: three cells with known roles, or two that include a task."""
    for separator in _separators(folded[start:end]):
        columns = tuple(read_column(folded[a:b]) for a, b in cells(folded, start, end, separator))
        roles = {column.role for column in columns if column.role >= 0}
        known = sum(column.role >= 0 for column in columns)
        if known >= max(2, len(columns) - 1) and roles & {TASK, NAME, CONTENT, YEAR} and len(roles) >= 2:
            return Header(columns, separator)
    return None


def _separators(words: str) -> Iterator[re.Pattern[str]]:
    if words.count("|") >= 2:
        yield _BARS
    if "\t" in words:
        yield TABS
    if "  " in words.strip():
        yield _WIDE
    if len(words) < 60 and " " in words.strip():
        yield _BLANKS


def read_column(words: str) -> Column:
    year = re.search(r"20\d\d", words)
    unit = re.search(r"\(([^()]{1,8})\)", words)
    for role, rule in _ROLE_RULES:
        if rule.match(words):
            return Column(role, int(year.group()) if year else None, unit.group(1) if unit else "")
    return Column(-1, int(year.group()) if year else None, "")


def read_row(folded: str, start: int, end: int, header: Header) -> list[Span] | None:
    """The cells of a row in the header's columns; None for a line that is not part of the table."""
    if _RULE_LINE.match(folded[start:end]):
        return []
    found = cells(folded, start, end, header.separator)
    if header.separator is _BLANKS:
        found = gather(found, header)
    if len(found) < 2:
        return None
    return found


def gather(found: list[Span], header: Header) -> list[Span]:
    """Single blanks also occur inside cells; the surplus belongs to the widest text column."""
    surplus = len(found) - len(header.columns)
    if surplus <= 0:
        return found
    wide = header.first(CONTENT, TASK) or 1
    return [*found[:wide], (found[wide][0], found[wide + surplus][1]), *found[wide + surplus + 1 :]]


def _strip(folded: str, start: int, end: int) -> Span:
    while start < end and folded[start].isspace():
        start += 1
    while end > start and folded[end - 1].isspace():
        end -= 1
    return start, end
