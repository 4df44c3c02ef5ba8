"""Template filters of the plans."""

from __future__ import annotations

from django import template

from .. import tables
from ..models import Target, Task

register = template.Library()


@register.filter
def kind(item: Task | Target) -> str:
    """ "task" or "target"."""
    return str(item._meta.model_name)


@register.filter
def quantity(target: Target) -> str:
    return tables.quantity(target)
