"""What the parts of a page are filled with: small records, and the words and colours of states.

The template tags in `templatetags/yaodian.py` accept these records or anything with the same attributes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import (
    BaseForm,
    BoundField,
    CheckboxInput,
    DateField,
    DecimalField,
    EmailField,
    Field,
    FileInput,
    IntegerField,
)
from django.forms.utils import ErrorList
from django.forms.widgets import ChoiceWidget

from .refusal import Problem, Problems

TAG_KINDS = {
    "plain": ("草稿", "未开始", "待处理", "待核对"),
    "progress": (
        "进行中",
        "审核中",
        "识别中",
        "已提交",
        "已更正",
        "处理中",
        "核对中",
        "已下达",
        "已保密审查",
    ),
    "good": ("已完成", "已审定", "已发布", "正常", "在用", "已核对", "已采纳", "已公开", "已放开", "已确认"),
    "warn": ("预警", "待补正", "有问题", "退回修改", "待确认"),
    "late": ("滞后", "逾期", "已超期"),
    "off": ("还不能开始", "已撤回", "已归档", "已停用", "已剔除", "已被替换", "已撤下", "已放弃"),
}
_KIND_OF_WORDS = {words: kind for kind, known in TAG_KINDS.items() for words in known}
FACES = 5

VERBS = ((CheckboxInput, "勾选"), (FileInput, "选择"), (ChoiceWidget, "选择"))
EXPECTED: dict[type[Field], str] = {
    IntegerField: "请填整数，例如 12",
    DecimalField: "请填数字，例如 1234567.89",
    DateField: "请按 2026-04-15 的样子填日期",
    EmailField: "请填完整的邮箱，例如 name@example.cn",
}


@dataclass(frozen=True)
class Item:
    """An entry of a menu, of tabs, of a task list or of a tree of sections."""

    label: str
    url: str = ""
    icon: str = ""
    active: bool = False
    count: int | None = None
    state: str = ""
    hint: str = ""
    items: Sequence[Item] = ()


@dataclass(frozen=True)
class Event:
    """One line of a timeline. `kind`: "", "here", "good", "warn" or "late"."""

    at: datetime | date | str
    what: str
    who: str = ""
    opinion: str = ""
    kind: str = ""
    url: str = ""


@dataclass(frozen=True)
class Row:
    """One answer of a summary list; with `change_url` it offers 修改."""

    label: str
    value: Any
    change_url: str = ""


@dataclass(frozen=True)
class Column:
    """One column of `{% data_table %}`. `kind`: "", "num", "date" or "wide"; the unit stands in the head."""

    head: str
    kind: str = ""
    unit: str = ""


@dataclass(frozen=True)
class ErrorLine:
    """One line of the error summary and the field it leads to."""

    words: str
    href: str = ""


@dataclass(frozen=True)
class Bullet:
    """What a bullet chart draws, in percent of its width."""

    bar: str
    promise: str
    time: str
    kind: str
    words: str = field(default="")


def kind_of(words: str) -> str:
    """The kind of tag that goes with the words of a state; "plain" for words not listed."""
    return _KIND_OF_WORDS.get(words, "plain")


def face_of(name: str) -> int:
    """Which of the quiet colours a person's initial stands on: the same person, the same colour."""
    return sum(map(ord, name)) % FACES


def grouped(value: Any) -> str:
    """1234567.89 → "1,234,567.89"; what is not a number comes back as it is."""
    if value is None or value == "":
        return ""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    return f"{number:,f}"


def capped(count: int, cap: int = 1000) -> str:
    """A count that is not counted to its end: 1001 with a cap of 1000 → "1,000+"."""
    return f"{cap:,}+" if count > cap else f"{count:,}"


def percent(part: float, whole: float) -> float:
    """The share of `part` in `whole`, kept between 0 and 100; 0 when there is no whole."""
    return min(max(100 * part / whole, 0.0), 100.0) if whole else 0.0


def bullet(actual: float, target: float, time_share: float, *, soft: bool = False) -> Bullet:
    """Place bar, promise and time on one scale that ends a tenth past the larger of the two numbers.

    `time_share` is the part of the period that has passed, 0 to 1. `soft` marks a 力争 target, which is never
    shown late.
    """
    scale = max(actual, target) * 1.1
    if actual >= target:
        kind, words = "done", "已完成"
    elif actual >= target * time_share or soft:
        kind, words = "", "正常"
    else:
        kind, words = "late", "滞后"
    bar, promise, time = (f"{percent(part, scale):.1f}%" for part in (actual, target, target * time_share))
    return Bullet(bar, promise, time, kind, words)


def error_lines(source: Any) -> list[ErrorLine]:
    """All errors of a form, of `Problems`, or of both in one list, in the order of the page."""
    if source is None:
        return []
    if isinstance(source, BaseForm):
        return list(_form_lines(source))
    problems = source.items if isinstance(source, Problems) else source
    return [_line(problem) for problem in problems]


def _form_lines(form: BaseForm) -> Iterator[ErrorLine]:
    for words in form.non_field_errors():
        yield ErrorLine(str(words))
    for bound in form:
        for words in errors_of(bound):
            yield ErrorLine(words, f"#{bound.id_for_label or bound.auto_id}")


def errors_of(bound: BoundField) -> list[str]:
    """The errors of a field in words that say what to do; a form's own words stand as they are."""
    found = bound.form.errors.get(bound.name)
    return [_to_do(bound, error) for error in found.as_data()] if isinstance(found, ErrorList) else []


def _to_do(bound: BoundField, error: ValidationError) -> str:
    words = str(next(iter(error.messages)))
    if words != str(_stock_words(bound.field, error.code)):
        return words
    verb = next((verb for kind, verb in VERBS if isinstance(bound.field.widget, kind)), "填写")
    if error.code == "required":
        return f"请{verb}“{bound.label}”"
    return f"“{bound.label}”{EXPECTED.get(type(bound.field), '的写法没有读懂，请改一改')}"


def _stock_words(known: Field, code: str | None) -> Any:
    """Django's own words for an error, unless the form has put its own in their place."""
    for base in type(known).__mro__:
        stock = getattr(base, "default_error_messages", {}).get(code)
        if code and stock is not None:
            return stock if known.error_messages.get(code) == stock else None
    return None


def _line(problem: Any) -> ErrorLine:
    if isinstance(problem, ErrorLine):
        return problem
    if isinstance(problem, Problem):
        return ErrorLine(problem.words, f"#id_{problem.field}" if problem.field else "")
    return ErrorLine(str(problem))


def around(text: str, start: int, end: int) -> tuple[str, str, str]:
    """A sentence cut at its marked span."""
    return text[:start], text[start:end], text[end:]


def cells(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> list[list[tuple[Column, Any]]]:
    """Each row's values beside the columns they stand in."""
    return [list(zip(columns, row, strict=True)) for row in rows]
