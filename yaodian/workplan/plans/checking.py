"""What is wrong with a task or target as somebody wants it: all of it at once, nothing written."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from yaodian.foundation.common.refusal import Problem

from .models import Plan, Target, Task
from .states import LIVE, Comparator, Modality, TargetKind

LARGEST = Decimal(10) ** 13
CHOSEN = (("comparator", "比较", Comparator), ("kind", "口径", TargetKind), ("modality", "语气", Modality))


def span_problems(
    plan: Plan, item: Task | Target | None, kind: type[Task] | type[Target], fields: dict[str, Any]
) -> Iterator[Problem]:
    """Problems of the place in the text: outside it, blank, or taken by another live item of the kind."""
    start, end = (fields.get(name, getattr(item, name, 0)) for name in ("start", "end"))
    if not 0 <= start < end <= len(plan.text):
        yield Problem("start", "选中的文字不在原文范围内，请在原文中重新选择。")
        return
    if not plan.text[start:end].strip():
        yield Problem("start", "选中的只有空白，请选择含有内容的文字。")
    others = kind.objects.filter(plan=plan, state__in=LIVE, start__lt=end, end__gt=start)
    own = [item.pk] if item is not None else []
    taken = others.exclude(pk__in=[*own, *fields.get("made_from", [])]).first()
    if taken is not None:
        yield Problem("start", f"选中的文字与“{taken}”重叠，请缩小范围，或先合并、剔除那一条。")


def target_problems(plan: Plan, target: Target | None, fields: dict[str, Any]) -> Iterator[Problem]:
    """Problems of a target with `fields` (those that change, or all of a new one)."""
    wanted = {name: fields.get(name, getattr(target, name, None)) for name in Target.CONTENT}
    indicator = wanted["indicator"] or ""
    if not indicator.strip():
        yield Problem("indicator", "请填写指标名称，例如“高新技术企业”。")
    elif len(indicator) > 120:
        yield Problem("indicator", "指标名称最多 120 个字，请缩短。")
    yield from _value_problems(wanted)
    if len(wanted["unit"] or "") > 20:
        yield Problem("unit", "单位最多 20 个字，请缩短。")
    for name, label, choices in CHOSEN:
        if wanted[name] not in choices.values:
            yield Problem(name, f"请选择“{label}”。")
    yield from _task_problems(plan, wanted["task"])
    yield from span_problems(plan, target, Target, fields)


def _value_problems(wanted: dict[str, Any]) -> Iterator[Problem]:
    value, value_max = wanted["value"], wanted["value_max"]
    if value is None:
        yield Problem("value", "请填写数值，例如 30 或 10.5。")
    elif abs(value) >= LARGEST:
        yield Problem("value", "数值太大，请换用更大的单位，例如亿元。")
    elif value_max is not None and value_max <= value:
        yield Problem("value_max", "数值上限应大于数值；不是区间就留空。")


def _task_problems(plan: Plan, task: Task | None) -> Iterator[Problem]:
    if task is not None and (task.plan_id != plan.pk or task.state not in LIVE):
        yield Problem("task", "所属任务不在这份文件中或已被剔除，请重新选择。")


def task_problems(plan: Plan, task: Task | None, fields: dict[str, Any]) -> Iterator[Problem]:
    title = fields.get("title", getattr(task, "title", ""))
    if not title.strip():
        yield Problem("title", "请填写任务名称。")
    elif len(title) > 200:
        yield Problem("title", "任务名称最多 200 个字，请缩短。")
    if len(fields.get("no", "")) > 20:
        yield Problem("no", "编号最多 20 个字符，请缩短。")
    yield from span_problems(plan, task, Task, fields)
