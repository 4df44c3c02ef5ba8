"""The parts of a dashboard as template tags: lights, measured rows, heat cells, small courses of a year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from yaodian.foundation.common.components import grouped, kind_of, percent

from ..months import HEIGHT, WIDTH, Course
from ..records import SHARES, Record

register = template.Library()


@register.filter
def figure(value: Any) -> str:
    """A number as the office writes it: no zeros behind, thousands apart; nothing for nothing."""
    if not isinstance(value, Decimal):
        return grouped(value)
    number = f"{value:,f}"
    return number.rstrip("0").rstrip(".") if "." in number else number


@register.simple_tag
def light(words: str, bare: bool = False) -> SafeString:
    """The light in a shape and words; `bare` without the ground, for dense tables."""
    kind = f"{kind_of(words)}{' y-tag-bare' if bare else ''}"
    return format_html('<span class="y-tag y-tag-{}">{}</span>', kind, words)


@register.simple_tag
def behind(count: Any, unit: str = "") -> SafeString:
    """A figure that opens as many records as it says."""
    shown = format_html('<a href="{}" data-count="{}">{}</a>', count.url, count.value, f"{count.value:,}")
    return format_html("{}<small> {}</small>", shown, unit) if unit else shown


@register.simple_tag
def measured(record: Record, title: str = "") -> SafeString:
    """One promise as a row of `ul.d-rows`: bar = reached, thin line = due by now, strong mark = promised."""
    return format_html(
        '<li class="d-row d-row-{}"><span class="d-row-title"><a href="{}">{}</a>{}</span>{}'
        '<span class="d-row-words">{}</span>{}</li>',
        record.light.value,
        record.url,
        title or record.title,
        _small(record),
        _drawn(record),
        _words(record),
        light(record.light.label),
    )


def _small(record: Record) -> SafeString:
    """Who answers for it, and the sentence that promised it; a county reads the plan where it was issued to it."""
    if record.kind == SHARES:
        return format_html("<small>{}</small>", record.owner)
    return format_html(
        '<small>{} · <a href="{}">原文{}</a></small>',
        record.owner,
        record.sentence_url,
        f"（任务{record.number}）" if record.number else "",
    )


def _drawn(record: Record) -> SafeString:
    value, promise = record.value or Decimal(0), record.promise or Decimal(0)
    scale = float(max(value, promise) * Decimal("1.1"))
    due = record.due_now
    tick = _line("time", percent(float(due), scale), -3, 27) if due is not None else ""
    bar = percent(float(value), scale)
    return format_html(
        '<svg class="d-bullet" role="img" aria-label="{}"><rect class="y-bullet-ground" width="100%" height="24" rx="3"/>'
        '<rect class="d-bar" y="7" width="{}%" height="10"/>{}{}</svg>',
        f"{record.title}：{record.words}",
        f"{bar:.1f}",
        tick,
        _line("promise", percent(float(promise), scale), 2, 22),
    )


def _line(kind: str, place: float, top: int, bottom: int) -> SafeString:
    at = f"{place:.1f}%"
    return format_html(
        '<line class="y-bullet-{}" x1="{}" x2="{}" y1="{}" y2="{}"/>', kind, at, at, top, bottom
    )


def _words(record: Record) -> SafeString:
    return format_html(
        "<span><strong>{}</strong> / {} {}</span>{}",
        _reached(record),
        _promised(record),
        record.unit,
        _of(record),
    )


def _said(record: Record) -> str:
    return f"{_reached(record)} / {_promised(record)} {record.unit}".strip()


def _reached(record: Record) -> str:
    return figure(record.value) if record.value is not None else "—"


def _promised(record: Record) -> str:
    return figure(record.promise) + (f"–{figure(record.promise_max)}" if record.promise_max else "")


def _of(record: Record) -> SafeString:
    """The day and the source of a figure."""
    if record.as_of is None:
        return format_html("<small>{}</small>", "还没有填报")
    return format_html(
        '<small>截至 {} <span class="y-source" title="数据来源">{}</span></small>',
        day(record.as_of),
        record.source,
    )


@register.simple_tag
def day(value: date | None) -> SafeString:
    """A date in a table, without the cost of a template of its own."""
    if value is None:
        return format_html('<span class="quiet">{}</span>', "—")
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), value.isoformat())


@register.simple_tag
def heat_cell(cell: Any) -> SafeString:
    """A county's part of a target: how much of it, the figures and the light in words."""
    record: Record | None = cell.record
    if record is None:
        return format_html('<td class="d-heat-none" aria-label="{}">·</td>', "没有分解")
    share = f"{record.share}%" if record.share is not None else "—"
    reached = figure(record.value) if record.value is not None else "—"
    return format_html(
        '<td class="d-heat d-heat-{}"><a href="{}" data-count="1"><b>{}</b><span>{}</span>'
        "<small>{}/{}</small></a></td>",
        record.light.value,
        cell.url,
        share,
        record.light.label,
        reached,
        figure(record.promise),
    )


@register.simple_tag
def matrix_cell(record: Record) -> SafeString:
    """A target on the one screen: its light as a shape, how much is reached, and all of it in words."""
    said = f"{record.title}：{_said(record)}，{record.light.label}。{record.words}"
    share = f"{record.share}%" if record.share is not None else "—"
    return format_html(
        '<li><a class="d-cell d-cell-{}" href="{}" title="{}" aria-label="{}">{}</a></li>',
        record.light.value,
        record.url,
        said,
        said,
        share,
    )


@register.simple_tag
def small_course(course: Course) -> SafeString:
    """A target's year in small: the strong line is reached, the thin one due, the dashed one promised."""
    dot = ""
    if course.last is not None:
        x, y = course.last
        dot = format_html('<circle class="d-course-dot" cx="{}" cy="{}" r="3"/>', f"{x:.1f}", f"{y:.1f}")
    return format_html(
        '<svg class="d-course" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<line class="d-course-promise" x1="0" x2="{}" y1="{}" y2="{}"/>{}{}{}</svg>',
        WIDTH,
        HEIGHT,
        f"{course.record.title}：{course.record.words}",
        WIDTH,
        f"{course.promise_y:.1f}",
        f"{course.promise_y:.1f}",
        _path("due", course.due_points),
        _path("reached", course.reached_points),
        dot,
    )


def _path(kind: str, points: str) -> SafeString:
    lines = [(kind, points)] if points else []
    return format_html_join("", '<polyline class="d-course-{}" points="{}"/>', lines)
