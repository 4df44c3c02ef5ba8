"""What a person says of a task's or target's progress, and what is still wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from yaodian.foundation.common import clock
from yaodian.foundation.common.refusal import Problem
from yaodian.workplan.duties.models import Duty
from yaodian.workplan.duties.states import Evidence as Asked
from yaodian.workplan.plans.models import Target, Task
from yaodian.workplan.plans.states import TargetKind

from ..access import duty_of
from ..standing import Figure, time_of
from .evidence import Evidence

UNCHANGED = "本期无变化"
EXPLAINED = 10
LARGEST = Decimal(10) ** 14
LONGEST = {"words": 2000, "reference": 80, "link": 300}
is_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Said:
    """One report as it was filled in: exactly one of value, percent and no change."""

    as_of: date | None
    value: Decimal | None = None
    percent: int | None = None
    no_change: bool = False
    words: str = ""
    reference: str = ""
    link: str = ""
    file: Evidence | None = None

    def cleaned(self) -> Said:
        words = self.words.strip() or (UNCHANGED if self.no_change else "")
        return replace(self, words=words, reference=self.reference.strip(), link=self.link.strip())


def problems_of(
    said: Said, subject: Task | Target, last: Figure | None, *, has_file: bool = False
) -> Iterator[Problem]:
    """Everything that is wrong with what is said of `subject`, whose newest confirmed figure is `last`.

    `has_file` says that the report carries a file from an earlier sending.
    """
    yield from _of_day(said, subject, last)
    yield from _of_content(said, subject, last)
    yield from _of_words(said, subject, last)
    yield from _of_evidence(said, duty_of(subject), has_file)


def _of_day(said: Said, subject: Task | Target, last: Figure | None) -> Iterator[Problem]:
    if said.as_of is None:
        yield Problem("as_of", "请填写截至日期，例如 2026-06-30。")
        return
    starts_on, _ = time_of(subject.plan, duty_of(subject), None)
    if said.as_of > clock.today():
        yield Problem("as_of", "截至日期还没有到，请填今天或以前的日期。")
    elif said.as_of < starts_on:
        yield Problem("as_of", f"截至日期早于开始日期 {starts_on:%Y-%m-%d}，请核对。")
    elif last is not None and said.as_of < last.as_of:
        yield Problem(
            "as_of",
            f"已确认到 {last.as_of:%Y-%m-%d}，不能再报更早的。要更正，请先由科室负责人撤回那一次。",
        )


def _of_content(said: Said, subject: Task | Target, last: Figure | None) -> Iterator[Problem]:
    field = "value" if isinstance(subject, Target) else "percent"
    given = [said.value is not None, said.percent is not None, said.no_change]
    if sum(given) != 1:
        what = "完成数" if field == "value" else "完成百分比"
        yield Problem(field, f"请填写{what}，或者勾选“无变化”，只要一种。")
    elif said.no_change and last is None:
        yield Problem("no_change", "还没有确认过的数字，第一次请填写数字。")
    elif said.value is not None and field == "percent":
        yield Problem("percent", "任务填报完成百分比。有指标的，请在指标里填写数字。")
    elif said.percent is not None and field == "value":
        yield Problem("value", "指标填报完成数，单位与承诺相同。")
    else:
        yield from _of_size(said, subject)


def _of_size(said: Said, subject: Task | Target) -> Iterator[Problem]:
    if said.percent is not None and not 0 <= said.percent <= 100:
        yield Problem("percent", "完成百分比在 0 到 100 之间。")
    if said.value is None or not isinstance(subject, Target):
        return
    if not said.value.is_finite() or abs(said.value) >= LARGEST or said.value != round(said.value, 6):
        yield Problem("value", "数字最多 14 位整数、6 位小数，请换用承诺的单位填写。")
    elif said.value < 0 and subject.kind in (TargetKind.INCREMENT, TargetKind.LEVEL):
        yield Problem("value", "完成数不能小于零，请核对。")


def _of_words(said: Said, subject: Task | Target, last: Figure | None) -> Iterator[Problem]:
    if not said.words:
        yield Problem("words", "请用一两句话写明进展。")
    elif _falls(said, subject, last) and len(said.words) < EXPLAINED:
        yield Problem("words", f"累计数比上次确认的小，请用不少于 {EXPLAINED} 个字说明原因。")
    for name, longest in LONGEST.items():
        if len(getattr(said, name)) > longest:
            yield Problem(name, f"最多 {longest} 个字，请缩短。")


def _falls(said: Said, subject: Task | Target, last: Figure | None) -> bool:
    """Whether what only adds up has become less than what was confirmed."""
    if last is None:
        return False
    if isinstance(subject, Task):
        return said.percent is not None and last.percent is not None and said.percent < last.percent
    grows = subject.kind == TargetKind.INCREMENT
    return grows and said.value is not None and last.value is not None and said.value < last.value


def _of_evidence(said: Said, duty: Duty | None, has_file: bool) -> Iterator[Problem]:
    trouble = said.file.trouble() if said.file is not None else ""
    if trouble:
        yield Problem("file", trouble)
    if said.link and not _is_address(said.link):
        yield Problem("link", "请填写以 http:// 或 https:// 开头的完整网址。")
    if said.no_change:
        return
    given = {
        Asked.REFERENCE: bool(said.reference),
        Asked.LINK: bool(said.link),
        Asked.FILE: said.file is not None or has_file,
    }
    asked = duty.evidence if duty is not None else Asked.ANY
    if asked == Asked.ANY and not any(given.values()):
        yield Problem("reference", "请填写文号或链接，或者上传文件，任选其一作为佐证。")
    elif asked != Asked.ANY and not given[Asked(asked)]:
        what = {Asked.REFERENCE: "填写文号", Asked.LINK: "填写链接", Asked.FILE: "上传文件"}[Asked(asked)]
        yield Problem(asked, f"这项任务要求的佐证是{Asked(asked).label}，请{what}。")


def _is_address(link: str) -> bool:
    try:
        is_address(link)
    except ValidationError:
        return False
    return link.isprintable() and " " not in link
