"""The heads of a table: which row they stand in and which column means what."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence

FIELDS = {
    "no": "序号",
    "title": "工作任务",
    "goal": "主要目标",
    "lead": "牵头科室",
    "supporting": "配合单位",
    "leader": "责任领导",
    "due_on": "完成时限",
}
WRITTEN = ("lead", "supporting", "leader", "due_on", "goal")
PROBLEM_HEADS = ("问题", "怎么改")
LOOKED_AT = 15

# What bureaus call each column: whole heads first, then parts of heads.
SPELLINGS: dict[str, tuple[tuple[str, ...], str]] = {
    "no": (("序号", "编号", "任务编号", "号"), r"序号|编号"),
    "due_on": (("完成时限", "时限", "完成时间", "时间节点", "时间要求"), r"时限|时间|期限|节点|进度"),
    "leader": (("责任领导", "分管领导", "牵头领导", "包抓领导"), r"领导"),
    "supporting": (("配合科室", "配合单位", "协办科室", "参与科室"), r"配合|协办|协同|参与|协助"),
    "lead": (
        ("牵头科室", "责任科室", "牵头单位", "责任单位", "承办科室", "主办科室"),
        r"牵头|责任|主办|承办|科室",
    ),
    "goal": (("主要目标", "工作目标", "目标任务", "预期目标", "年度目标"), r"目标|成果|成效|指标"),
    "title": (
        ("工作任务", "重点任务", "任务名称", "任务", "重点工作", "工作内容", "事项"),
        r"任务|工作|事项|内容",
    ),
}


def bare(head: str) -> str:
    """A head without blanks, brackets and what stands in them."""
    folded = unicodedata.normalize("NFKC", head)
    return re.sub(r"\(.*?\)|[\s_:：]", "", folded)


def guess(heads: Sequence[str]) -> dict[str, int]:
    """field → column, as far as the heads tell; whole heads go before parts of heads."""
    found: dict[str, int] = {}
    for whole in (True, False):
        for field, (names, part) in SPELLINGS.items():
            if field in found:
                continue
            for place, head in enumerate(map(bare, heads)):
                fits = head in names if whole else bool(re.search(part, head)) and len(head) <= 12
                if head and fits and place not in found.values():
                    found[field] = place
                    break
    return {field: found[field] for field in FIELDS if field in found}


def head_row(rows: Sequence[Sequence[str]]) -> int:
    """The place of the row whose cells are most like heads; 0 when none is."""
    scored = [
        (len(guess(row)) if _distinct(row) > 1 else 0, -place) for place, row in enumerate(rows[:LOOKED_AT])
    ]
    best, place = max(scored, default=(0, 0))
    return -place if best else 0


def _distinct(row: Sequence[str]) -> int:
    return len({cell for cell in row if cell.strip()})


def fingerprint(heads: Sequence[str]) -> str:
    """The same for the same set of heads in any order; columns that this system added do not count."""
    names = sorted({bare(head) for head in heads} - {"", *PROBLEM_HEADS})
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def by_name(columns: Mapping[str, int], heads: Sequence[str]) -> dict[str, str]:
    """field → head, the form in which a mapping is remembered."""
    return {field: bare(heads[place]) for field, place in columns.items()}


def by_place(remembered: Mapping[str, str], heads: Sequence[str]) -> dict[str, int]:
    """field → column in a table with these heads."""
    places = {bare(head): place for place, head in reversed(list(enumerate(heads)))}
    return {field: places[name] for field, name in remembered.items() if name in places}
