"""Template filters of the plans."""

from __future__ import annotations

from django import template

from .. import tables
from ..models import Target

register = template.Library()


@register.filter
def quantity(target: Target) -> str:
    return tables.quantity(target)
