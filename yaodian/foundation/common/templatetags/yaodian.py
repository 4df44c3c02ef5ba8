"""The parts of a page as template tags: `{% load yaodian %}`. docs/pages.md shows one example of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.forms import BoundField, CheckboxInput, FileInput, NumberInput, Select
from django.forms.widgets import ChoiceWidget
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from yaodian.foundation.common import components
from yaodian.foundation.common.components import Column, Item, Row

register = template.Library()
register.filter("grouped", components.grouped)
register.filter("capped", components.capped)

NOTICE_ICONS = {"info": "information-circle", "good": "check-circle", "warn": "exclamation-triangle"}
STATE_ICONS = {
    "empty": "document-text",
    "loading": "arrow-path",
    "partial": "exclamation-triangle",
    "error": "exclamation-circle",
    "denied": "lock-closed",
}


def _part(name: str, **context: Any) -> SafeString:
    return mark_safe(get_template(f"yaodian/{name}.html").render(context))  # noqa: S308


def _trimmed(content: str) -> SafeString:
    """Rendered content without the blanks around it, so that nothing but blanks counts as empty."""
    return mark_safe(content.strip())  # noqa: S308 what a template rendered is escaped already


@lru_cache(maxsize=256)
def _drawing(name: str) -> str:
    found = finders.find(f"vendor/heroicons/{name}.svg")
    if not isinstance(found, str):
        return ""
    svg = Path(found).read_text(encoding="utf-8")
    return "".join(line.strip() + " " for line in svg.splitlines()).replace(' data-slot="icon"', "").strip()


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """A heroicon drawn inline; with `label` it speaks, without it is decoration."""
    drawing = _drawing(name)
    if not drawing:
        return format_html('<span class="icon" data-icon="{}"></span>', name)
    classes = "icon icon-large" if size == "large" else "icon"
    svg = mark_safe(drawing.replace("<svg ", f'<svg class="{classes}" ', 1))  # noqa: S308 our own vendored file
    return format_html('{}<span class="visually-hidden">{}</span>', svg, label) if label else svg


# --- parts that hold other parts


@register.simple_block_tag
def page_head(content: str, title: str, summary: str = "", state: str = "", kind: str = "") -> SafeString:
    """The head of a page: its title, one sentence, and the actions as content."""
    return _part("page_head", title=title, summary=summary, state=state, kind=kind, actions=_trimmed(content))


@register.simple_block_tag
def card(content: str, title: str = "", note: str = "", flush: bool = False, id: str = "") -> SafeString:
    """A white surface; `flush` lets a table reach its edges."""
    return _part("card", content=content, title=title, note=note, flush=flush, id=id)


@register.simple_block_tag
def rail_block(content: str, title: str) -> SafeString:
    """One block of the rail beside a record: clock, next action, people, log."""
    return _part("rail_block", content=content, title=title)


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "") -> SafeString:
    """A notice in the page; `kind`: info, good, warn or error."""
    drawn = NOTICE_ICONS.get(kind, "exclamation-circle")
    return _part("notice", content=content, kind=kind, title=title, icon=drawn)


@register.simple_block_tag
def state(content: str, kind: str, title: str, words: str = "") -> SafeString:
    """What stands where a list would: empty, loading, partial, error or denied; next actions as content."""
    drawn = STATE_ICONS.get(kind, "document-text")
    return _part("state", content=_trimmed(content), kind=kind, title=title, words=words, icon=drawn)


@register.simple_block_tag
def confirmation(content: str, title: str, number: str = "", level: int = 1) -> SafeString:
    """The panel after a submission: what happened, its number, what comes next as content."""
    return _part("confirmation", content=content, title=title, number=number, level=level)


@register.simple_block_tag
def dialog(content: str, id: str, title: str, still: bool = False) -> SafeString:
    """A <dialog>, opened by a button with `data-dialog="#id"`; `still` shows it in place."""
    return _part("dialog", content=content, id=id, title=title, still=still)


@register.simple_block_tag
def filter_bar(content: str, action: str = "", label: str = "筛选", clear_url: str = "") -> SafeString:
    """A GET form of filters as content, with 筛选 and 清空."""
    return _part("filter_bar", content=content, action=action, label=label, clear_url=clear_url)


# --- words, numbers, people


@register.simple_tag
def tag(words: str, kind: str = "") -> SafeString:
    """The tag of a state; the kind follows from the words where they are listed in components.py."""
    return format_html('<span class="y-tag y-tag-{}">{}</span>', kind or components.kind_of(words), words)


@register.simple_tag
def source(words: str) -> SafeString:
    """Where a number comes from: 自动, 填报 or 导入."""
    return format_html('<span class="y-source" title="数据来源">{}</span>', words)


@register.simple_tag
def face(name: str) -> SafeString:
    """The first character of a name on its own quiet colour; decoration beside the name."""
    colour = components.face_of(name)
    return format_html('<span class="y-face y-face-{}" aria-hidden="true">{}</span>', colour, name[:1])


@register.simple_tag
def person(name: str, role: str = "") -> SafeString:
    """A person with the role or division they act in."""
    small = format_html(" <small>{}</small>", role) if role else ""
    return format_html('<span class="y-person">{}<span>{}{}</span></span>', face(name), name, small)


@register.simple_tag
def keys(*names: str) -> SafeString:
    """Keys pressed together."""
    return mark_safe("+".join(format_html("<kbd>{}</kbd>", name) for name in names))  # noqa: S308


@register.inclusion_tag("yaodian/figure.html")
def figure(
    value: Any,
    label: str,
    unit: str = "",
    as_of: Any = None,
    source: str = "",
    url: str = "",
    note: str = "",
    late: bool = False,
) -> dict[str, Any]:
    """A number with its unit, its day, its source, and the records behind it; None shows 暂无."""
    return {"value": value, "label": label, "unit": unit, "as_of": as_of, "source": source, "url": url,
            "note": note, "late": late}  # fmt: skip


@register.inclusion_tag("yaodian/progress.html")
def progress(done: int, total: int, label: str, unit: str = "项") -> dict[str, Any]:
    """How much of something is done."""
    return {"done": done, "total": total, "left": total - done, "label": label, "unit": unit}


@register.inclusion_tag("yaodian/bullet.html")
def bullet(
    label: str,
    actual: float,
    target: float,
    time_share: float,
    unit: str = "",
    url: str = "",
    soft: bool = False,
) -> dict[str, Any]:
    """One target inside a `ul.y-bullets`: bar = actual, thin line = time's share, strong mark = promise."""
    drawn = components.bullet(actual, target, time_share, soft=soft)
    return {"label": label, "actual": actual, "target": target, "unit": unit, "url": url, "drawn": drawn}


@register.inclusion_tag("yaodian/quote.html")
def quote(
    text: str, start: int, end: int, source: str = "", url: str = "", state: str = "proposed"
) -> dict[str, Any]:
    """A sentence of a document with the span that counts."""
    before, hit, after = components.around(text, start, end)
    return {"before": before, "hit": hit, "after": after, "source": source, "url": url, "state": state}


@register.inclusion_tag("yaodian/people.html")
def people(names: Iterable[str], words: str = "正在看") -> dict[str, Any]:
    """Who is here."""
    return {"faces": [(name, components.face_of(name)) for name in names], "words": words}


@register.inclusion_tag("yaodian/skeleton.html")
def skeleton(lines: int = 3, words: str = "正在载入") -> dict[str, Any]:
    """Grey lines while a part of the page is on its way."""
    return {"lines": range(lines), "words": words}


# --- lists


@register.inclusion_tag("yaodian/breadcrumb.html")
def breadcrumb(*pairs: str, label: str = "所在位置") -> dict[str, Any]:
    """The way here, words and addresses in turn: `{% breadcrumb "计划" plans_url plan.title plan_url %}`."""
    return {"steps": list(zip(pairs[::2], pairs[1::2], strict=True)), "label": label}


@register.inclusion_tag("yaodian/tabs.html")
def tabs(items: Iterable[Item], label: str = "页内导航") -> dict[str, Any]:
    """Tabs that are links."""
    return {"items": items, "label": label}


@register.inclusion_tag("yaodian/tree.html")
def tree(items: Iterable[Item], label: str = "目录") -> dict[str, Any]:
    """Sections within sections, with counts."""
    return {"items": items, "label": label, "top": True}


@register.inclusion_tag("yaodian/task_list.html")
def task_list(items: Iterable[Item]) -> dict[str, Any]:
    """What there is to fill in, with the state of each part."""
    return {"items": items}


@register.inclusion_tag("yaodian/summary_list.html")
def summary_list(rows: Iterable[Row], plain: bool = False) -> dict[str, Any]:
    """Answers to check, each with 修改; `plain` for the facts of a record."""
    return {"rows": rows, "plain": plain}


@register.inclusion_tag("yaodian/timeline.html")
def timeline(events: Iterable[Any]) -> dict[str, Any]:
    """What happened: who, when, opinion."""
    return {"events": events}


@register.inclusion_tag("yaodian/differences.html")
def differences(
    rows: Iterable[Any], caption: str, seen: str = "您看到的", now: str = "现在是", wanted: str = ""
) -> dict[str, Any]:
    """Field by field what changed (`flow.doors.Difference`); `wanted` heads the person's own values."""
    return {"rows": rows, "caption": caption, "seen": seen, "now": now, "wanted": wanted}


@register.inclusion_tag("yaodian/data_table.html")
def data_table(
    columns: Sequence[Column], rows: Iterable[Sequence[Any]], caption: str, empty: str = "还没有记录"
) -> dict[str, Any]:
    """A small table from plain values; larger ones are django-tables2 with `yaodian/table.html`."""
    return {"columns": columns, "rows": components.cells(columns, rows), "caption": caption, "empty": empty}


@register.inclusion_tag("yaodian/pager.html")
def pager(previous_url: str = "", next_url: str = "", count: Any = None, unit: str = "条") -> dict[str, Any]:
    """Pages by key: 上一页, 下一页 and a capped count."""
    return {"previous_url": previous_url, "next_url": next_url, "count": count, "unit": unit}


# --- forms


@register.inclusion_tag("yaodian/error_summary.html")
def error_summary(source: Any, focus: bool = True) -> dict[str, Any]:
    """All errors at the top, each a link to its field; `source` is a form or `Problems`."""
    return {"lines": components.error_lines(source), "focus": focus}


@register.inclusion_tag("yaodian/field.html")
def field(
    bound: BoundField, width: str = "", unit: str = "", optional: bool | None = None, hint: str | None = None
) -> dict[str, Any]:
    """A field with label, hint and errors; `width` short or middle; `unit` stands after the box."""
    single = isinstance(bound.field.widget, CheckboxInput)
    if hint is not None:
        bound.help_text = hint
    return {
        "bound": bound,
        "control": _control(bound, width),
        "errors": components.errors_of(bound),
        "many": _is_many(bound),
        "single": single,
        "unit": unit,
        "optional": optional if optional is not None else not (bound.field.required or single),
    }


@register.simple_tag
def relabel(form: Any, **labels: str) -> str:
    """Other labels for the fields of a form that is not ours, before its errors and fields are shown."""
    for name, label in labels.items():
        if name in form.fields:
            form[name].label = form.fields[name].label = label
            form.fields[name].widget.attrs.pop("placeholder", None)
    return ""


@register.inclusion_tag("yaodian/fields.html")
def fields(form: Any) -> dict[str, Any]:
    """All fields of a form, hidden ones too."""
    return {"form": form}


def _is_many(bound: BoundField) -> bool:
    """Whether the field is a group of radio buttons or boxes rather than one control."""
    return isinstance(bound.field.widget, ChoiceWidget) and not isinstance(bound.field.widget, Select)


def _control(bound: BoundField, width: str) -> SafeString:
    attrs: dict[str, Any] = {}
    described = [f"{bound.auto_id}_hint"] if bound.help_text else []
    if bound.errors:
        described.append(f"{bound.auto_id}_error")
        attrs["aria-invalid"] = "true"
    if isinstance(bound.field.widget, NumberInput):
        _as_typed(bound.field.widget)
    if described:
        attrs["aria-describedby"] = " ".join(described)
    own = bound.field.widget.attrs.get("class", "")
    named = " ".join(filter(None, [_widget_class(bound), f"y-width-{width}" if width else "", own]))
    return bound.as_widget(attrs={**attrs, "class": named} if named else attrs)


def _as_typed(widget: NumberInput) -> None:
    """A number box throws away what it cannot read; a text box keeps it, so that it can be put right."""
    widget.input_type = "text"
    widget.attrs = {name: value for name, value in widget.attrs.items() if name not in ("min", "max", "step")}
    widget.attrs.setdefault("inputmode", "decimal")


def _widget_class(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, CheckboxInput) or _is_many(bound):
        return ""
    if isinstance(widget, FileInput):
        return "form-control y-upload-input"
    return "form-select" if isinstance(widget, Select) else "form-control"
