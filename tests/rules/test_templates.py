"""What holds for every template: nothing inline, only icons that are brought along."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2] / "yaodian"
TEMPLATES = sorted(PROJECT.rglob("templates/**/*.html"))
INLINE = re.compile(
    r"\sstyle=|<style|<script(?![^>]*\bsrc=)|\shx-on|\son[a-z]+=|javascript:|js:\{", re.IGNORECASE
)
ICON = re.compile(r"\{% icon \"([\w-]+)\"")


def inline_parts(template: str) -> list[str]:
    without_data = re.sub(r'<script[^>]*type="application/json"', "", template)
    return [found.strip() for found in INLINE.findall(without_data)]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_nothing_is_inline(template: Path) -> None:
    assert inline_parts(template.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "fault",
    ['<p style="color:red">', "<style>", "<script>go()</script>", "<a hx-on:click=1>", '<a onclick="go()">'],
)
def test_the_rule_sees_each_kind_of_fault(fault: str) -> None:
    assert len(inline_parts(fault)) == 1


def test_every_icon_named_in_a_template_is_brought_along() -> None:
    listed = set((PROJECT / "foundation" / "common" / "icons.txt").read_text(encoding="utf-8").split())
    named = {name for path in TEMPLATES for name in ICON.findall(path.read_text(encoding="utf-8"))}
    assert named - listed == set()
