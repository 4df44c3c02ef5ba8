"""Template filters and tags of the duties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from yaodian.foundation.common.components import errors_of
from yaodian.workplan.plans.tables import number

from .. import rhythm

register = template.Library()


@register.filter
def plain(value: Decimal | None) -> str:
    """12.50 → 12.5; nothing for none."""
    return "" if value is None else number(value)


@register.filter
def points(value: rhythm.Points) -> str:
    return rhythm.points_words(value)


@register.filter
def beside(values: Sequence[Any], heads: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Each value with the head of its column."""
    return list(zip(heads, values, strict=True))


@register.simple_tag
def bare(bound: BoundField) -> SafeString:
    """A control inside a table: named by its column and row, with its errors above it."""
    errors = errors_of(bound)
    told = format_html_join("", '<p class="y-error"><span>{}</span></p>', ((words,) for words in errors))
    boxes = {"checkbox": "form-check-input", "date": "form-control", "text": "form-control"}
    kind = getattr(bound.field.widget, "input_type", "text")
    attrs: dict[str, str | bool] = {"class": boxes.get(kind, "form-control"), "aria-label": str(bound.label)}
    if errors:
        attrs["aria-invalid"] = "true"
    return mark_safe(told + str(bound.as_widget(attrs=attrs)))  # noqa: S308 both parts are escaped
