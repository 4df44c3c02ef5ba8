"""Fields that several forms have."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from yaodian.foundation.common.refusal import Problems

from ..rhythm import points_words, read_points


def choose(field: Any, none: str, choices: list[tuple[Any, str]]) -> None:
    field.choices = [("", none), *((str(key), words) for key, words in choices)]


def day(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "请按 2026-06-30 的样子填写日期。"},
        **options,
    )


class RhythmField(forms.CharField):
    """Points as people write them: 6月 40%、9月 70%、12月 100%."""

    def __init__(self, **options: Any) -> None:
        hint = "例如 6月 40%、9月 70%、12月 100%，逐步升到 100%。选“按时间进度”时不用填。"
        super().__init__(required=False, max_length=200, help_text=hint, **options)

    def prepare_value(self, value: Any) -> Any:
        return points_words(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        try:
            return read_points(super().to_python(value) or "")
        except Problems as problems:
            raise forms.ValidationError([one.words for one in problems.items]) from problems

    def run_validators(self, value: Any) -> None:
        """The reading has looked at it already."""


def plain_number(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"
