"""What pages say about people."""

from __future__ import annotations

from django import template

from yaodian.foundation.people.demo import Account, grouped

register = template.Library()


@register.simple_tag
def demo_accounts() -> list[tuple[str, list[Account]]]:
    """The demo's accounts by role for the sign-in page; none outside demo mode."""
    return list(grouped())
