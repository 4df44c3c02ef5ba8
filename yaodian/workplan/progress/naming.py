"""What reports and promises are called on pages and in messages."""

from __future__ import annotations

from decimal import Decimal

from yaodian.workplan.plans.models import Target
from yaodian.workplan.plans.tables import number

from .models import Report

NAME_LENGTH = 40


def name_of(report: Report) -> str:
    """“高新技术企业”, with the region where it is a county's."""
    subject = report.subject
    words = subject.indicator if isinstance(subject, Target) else subject.title
    short = words if len(words) <= NAME_LENGTH else f"{words[:NAME_LENGTH]}…"
    return f"{report.region}“{short}”" if report.region is not None else f"“{short}”"


def figure_words(value: Decimal | None, percent: int | None, no_change: bool, unit: str = "") -> str:
    """12 家, 40%, 无变化; a dash where nothing is known."""
    if no_change:
        return "无变化"
    if percent is not None:
        return f"{percent}%"
    if value is None:
        return "—"
    return f"{number(value)}{unit}" if unit.startswith(("%", "‰")) else f"{number(value)} {unit}".strip()


def said_of(report: Report) -> str:
    unit = report.target.unit if report.target is not None else ""
    return figure_words(report.value, report.percent, report.no_change, unit)
