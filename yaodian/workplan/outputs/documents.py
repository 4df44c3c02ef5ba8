"""Every document by its name: what is in it, who may take it, how it may be narrowed, how it is composed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from yaodian.foundation.common.actor import Actor

from .access import own_region, takes_all
from .composing import progress, published, responsibility, shares, tasks, whole
from .composing.output import Asked, Output

WORD, PDF, EXCEL = "docx", "pdf", "xlsx"
KINDS = {WORD: "Word", PDF: "PDF", EXCEL: "Excel"}


@dataclass(frozen=True)
class Document:
    """`filters` are names of fields of `forms.Narrowing`; `compose` gives None where there is nothing to take.

    `for_regions` says what a county or park finds in it; without words it is not for them.
    """

    key: str
    name: str
    about: str
    compose: Callable[[Asked], Output | None]
    listed: bool = True
    filters: tuple[str, ...] = ()
    for_regions: str = ""

    @property
    def kinds(self) -> list[str]:
        return [WORD, PDF, EXCEL] if self.listed else [WORD, PDF]

    def open_to(self, actor: Actor) -> bool:
        return takes_all(actor) or (bool(self.for_regions) and own_region(actor) is not None)


DOCUMENTS = [
    Document(
        "whole",
        whole.NAME,
        "现行版的题目、文号和全文；有调整的句子旁边注明调整后的承诺、版次和日期，后附版本记录。",
        whole.whole,
        listed=False,
    ),
    Document(
        "tasks",
        tasks.NAME,
        "按章节排列的任务：指标与承诺、牵头和配合、责任领导、经办人、起止日期、权重和状态。",
        tasks.tasks,
    ),
    Document(
        "responsibility",
        responsibility.NAME,
        "按科室排列：人员、牵头和配合的任务、完成时限和权重。可以只要一个科室的。",
        responsibility.responsibility,
        filters=("division",),
    ),
    Document(
        "progress",
        progress.NAME,
        "任务和指标的进度：承诺、累计完成、完成比例、时间进度、进度灯（用文字写明）和理由。",
        progress.progress,
        filters=("division", "section", "light"),
    ),
    Document(
        "shares",
        shares.NAME,
        "已分解的指标：各县（市、区）和园区承担的数、合计、全市承诺和层层加码的提示。",
        shares.shares,
        for_regions="本地区承担的指标：承担的数、全市承诺和完成时限。",
    ),
    Document(
        "published",
        published.NAME,
        "公众看到的文字，与公开页面一致，供归档；另行放开的内容不在内。",
        published.published,
        listed=False,
    ),
]
BY_KEY = {document.key: document for document in DOCUMENTS}
