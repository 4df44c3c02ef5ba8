"""The front of a document: its title, the year and the city it plans for, and who issued it."""

import re
from collections import Counter

from .lexicon import DOING, FRAMING
from .lines import Line, is_head_clutter

_TITLE = re.compile(
    r"(?:要点|计划|方案|规划|打算|安排|思路|清单|分解表|任务书|协议书?|意见|措施|台账|备忘录|任务|"
    r"责任表|一览表|纲要|部署|办法|任务分工|指标表|报告)(?:表|书)?(?:\(.{1,20}\))?\s*$"
)
_WRAPPED = re.compile(
    r"《([^《》\n]{4,60}(?:要点|计划|方案|规划|打算|安排|清单|分解表|协议)[^《》\n]{0,6})》"
)
_RUN_ON = re.compile(r"\s*([^。,,;:\n]{4,40}?(?:要点|工作计划|行动计划|方案|清单|协议))(?=\s)")
_NOTICE = re.compile(r"关于印发《?(?P<title>.+?)》?的通知\s*$")
_FILE_NUMBER = re.compile(r"\[20\d\d\]\s*\d+\s*号\s*$")
_TITLE_START = re.compile(r"20\d\d年|关于|科技")
_YEAR = re.compile(r"(20[0-4]\d)\s*年?")
_DATED = re.compile(r"(20[0-4]\d)\s*(?:年|[-~/.]\s*\d)")
_CN_YEAR = re.compile(r"二[零一][零一二三四五六七八九]{2}")
_NOT_A_CITY = re.compile(
    r"^(?:全|我|各|本|城|省|该|县|州|设区|区|上|入|都|门|超|股|夜|集|楼|菜|闹|在|由|对|报|经|被|"
    r"与|和|从|向|为|建|地级|直辖|地|国家)?(?:市|区|县)$|城市|上市|全市|我市|各市|省市|门市|超市|"
    r"都市|县市|地市|本市|示范市|强市|到市|和市|向市|在市|由市|经市|年市|报市|及市|区县|县区|"
    r"高新区|园区|开发区|新区|经开区|地区|社区|辖区|校区|片区|示范区|试验区|各县|各区|全县|全区|"
    r"我县|我区|灾区|山区|景区|厂区|专区|核心区|集聚区|创新区|三区|集中区|城区"
)
_CITY = re.compile(
    r"(?:(?<![一-鿿])[一-鿿]{3,4}|[一-鿿]{2})市(?!场|值|价|面|民|级|直|属|占|容|域|内|外|县|区|州|管|辖|主要领导)"
)
_NO_NAME = re.compile(
    rf"^(?:年|月|日|{FRAMING}|{DOING}|先进|示范|试点|我省|具有|技术|产品|本省|省辖|有关|创新型|现代化|特大|超大|重点|进行|其他|"
    r"参与|部分|所在|主要|位居|成为|走进|来到)+"
)
_ISSUER = re.compile(
    r"(?:来源|发布机构|发文机构|发布单位|信息来源|发文单位|"
    r"成文单位)\s*:\s*([一-鿿()]{3,24}?)(?=\s|$|,|发|浏|作|点|文|字)"
)
_OFFICE = re.compile(
    r"^(?:中共)?([一-鿿]{2,12}(?:科学技术局|科技局|科学技术和[一-鿿]{2,8}局|科技和[一-鿿]{2,8}局|"
    r"工信和科技局|教育科技局|经济信息化和科学技术局|人民政府办公室|人民政府|工作领导小组|"
    r"领导小组办公室|管理委员会|管委会))(?:党组)?(?:办公室)?(?:文件)?$"
)


def find_title(folded: str, lines: list[Line]) -> Line | None:
    """The first line that ends like a plan's name; else the first short line that is no clutter."""
    head = [line for line in lines[:15] if not is_head_clutter(folded[line.start : line.end])]
    for line in head:
        words = folded[line.start : line.end]
        if (
            len(words) <= 60
            and line.marker is None
            and "\t" not in words
            and _TITLE.search(words)
            and "。" not in words
        ):
            return line
    for line in head:
        if _NOTICE.search(folded, line.start, line.end):
            return line
    for line in head[:3]:
        if _FILE_NUMBER.search(folded, line.start, line.end):
            continue
        if line.end - line.start <= 45 and line.marker is None and folded[line.end - 1] not in "。:;":
            return line
    return None


def title_text(source: str, folded: str, line: Line | None, lines: list[Line]) -> str:
    """The title, put together when the office's name stands on a line of its own above it."""
    if line is None:
        named = _RUN_ON.match(source) or _WRAPPED.search(source)
        return named.group(1) if named else ""
    words = source[line.start : line.end]
    place = lines.index(line)
    above = lines[place - 1] if place else None
    if above is not None and _is_letterhead(folded[above.start : above.end]) and _TITLE_START.match(words):
        words = source[above.start : above.end] + words
    if notice := _NOTICE.search(words):
        named = _WRAPPED.search(source)
        return named.group(1) if named else notice["title"]
    return words.strip()


def _is_letterhead(words: str) -> bool:
    return len(words) <= 20 and _OFFICE.match(words) is not None


def find_year(folded: str, title: str) -> int | None:
    if "总结" in title and (years := _YEAR.findall(title)):
        return max(map(int, years))
    for words in (title, _signed(folded), folded[:1500], folded):
        if found := (_YEAR if words is title else _DATED).search(words):
            return int(found.group(1))
        if found := _CN_YEAR.search(words):
            digits = "零一二三四五六七八九"
            return int("".join(str(digits.index(char)) for char in found.group()))
    return None


def _signed(folded: str) -> str:
    """The date under the text, when it stands on a line of its own."""
    found = re.search(r"\n\s*(20\d\d年\s*\d{1,2}月(?:\s*\d{1,2}日)?)\s*$", folded.rstrip())
    return found.group(1) if found else ""


def find_city(folded: str, title: str, issuer: str | None) -> str | None:
    """The city whose name occurs most; names in the title and the issuer's name come first."""
    for words in (title, issuer or ""):
        for found in re.finditer(r"([一-鿿]{2,4}?(?:市|州|盟|县|区))", words):
            if not _NOT_A_CITY.search(found.group(1)):
                return re.sub(r"^(?:年|中共)", "", found.group(1))
    counts = Counter(
        name
        for found in _CITY.finditer(folded)
        if len(name := _NO_NAME.sub("", found.group())) > 2 and not _NOT_A_CITY.search(name)
    )
    ranked = [(folded.count(name[:-1]), name) for name in counts]
    return max(ranked)[1] if ranked else None


def find_issuer(folded: str, lines: list[Line]) -> str | None:
    """Named by a publication line, a letterhead or a signature; None when nobody signs."""
    if found := _ISSUER.search(folded):
        return found.group(1)
    for line in [*lines[:8], *reversed(lines[-8:])]:
        words = re.sub(r"\s", "", folded[line.start : line.end])
        if found := _OFFICE.match(words):
            return found.group(1)
    return None
