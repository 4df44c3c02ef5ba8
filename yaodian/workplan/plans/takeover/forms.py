"""Input of taking over, cleaned; nothing is written here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from yaodian.foundation.common.components import Item
from yaodian.foundation.desk.models import ImportBatch

from ..forms import MAX_BYTES
from . import heads
from .preview import Choices

NOT_THERE = ("", "表里没有")


class TableForm(forms.Form):
    """The table, and the declaration that it holds no secret."""

    table = forms.FileField(
        label="任务分解表",
        help_text="可以是 .xlsx，或带表格的 .docx，最大 10 MB。表头、列的顺序和名称照原样就行。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.docx"}),
        error_messages={
            "required": "请选择任务分解表文件。",
            "empty": "这个文件是空的，请重新选择。",
            "max_length": "文件名太长，请改短后再上传。",
        },
    )
    not_secret = forms.BooleanField(
        label="我已核实：文件不含国家秘密、工作秘密，可以在非涉密系统中处理",
        error_messages={
            "required": "请先核实文件是否涉密并勾选声明；涉密文件请按保密规定另行办理，不要上传。"
        },
    )

    def clean_table(self) -> UploadedFile:
        table: UploadedFile = self.cleaned_data["table"]
        if table.size is not None and table.size > MAX_BYTES:
            raise forms.ValidationError("文件超过 10 MB，请删去图片，另存一份后再上传。")
        return table


class ColumnsForm(forms.Form):
    """Which column holds which field."""

    def __init__(self, *args: Any, names: Sequence[str], places: Mapping[str, int], **options: Any) -> None:
        super().__init__(*args, **options)
        columns = [
            (str(at), f"{letters(at)} 列　{name or '（没有表头）'}"[:60]) for at, name in enumerate(names)
        ]
        for field, label in heads.FIELDS.items():
            needed = field == "title"
            self.fields[field] = forms.ChoiceField(
                label=label,
                required=needed,
                initial=str(places.get(field, "")),
                choices=[("", "请选择") if needed else NOT_THERE, *columns],
                error_messages={"required": "请选择写着工作任务的那一列，要靠它找到对应的任务。"},
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        taken: dict[str, str] = {}
        for field, place in cleaned.items():
            if place and place in taken:
                self.add_error(field, f"这一列已用作“{taken[place]}”，请换一列。")
            elif place:
                taken[place] = heads.FIELDS[field]
        if set(cleaned) >= set(heads.WRITTEN) and not any(cleaned[field] for field in heads.WRITTEN):
            self.add_error(None, "除了工作任务，请至少再对应一列要接入的内容，例如牵头科室或完成时限。")
        return cleaned

    def places(self) -> dict[str, int]:
        return {field: int(place) for field, place in self.cleaned_data.items() if place}


def letters(place: int) -> str:
    """0 → A, 26 → AA, as Excel names its columns."""
    first, last = divmod(place, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


def picked(given: QueryDict, batch: ImportBatch) -> tuple[int, int]:
    """The table and the row of heads (from 0) that are asked for, else those that seem right."""
    told = batch.columns or {}
    likely = max(range(len(batch.tables)), key=lambda at: (len(_guessed(batch, at)), -at))
    sheet = _number(given.get("sheet"), len(batch.tables), told.get("sheet", likely))
    rows = batch.tables[sheet]["rows"]
    guess = told["head_row"] if told and told["sheet"] == sheet else heads.head_row(rows)
    return sheet, _number(given.get("head"), len(rows), guess)


def _guessed(batch: ImportBatch, at: int) -> dict[str, int]:
    rows = batch.tables[at]["rows"]
    return heads.guess(rows[heads.head_row(rows)])


def _number(given: str | None, below: int, otherwise: int) -> int:
    return int(given) if given and given.isdecimal() and len(given) < 6 and int(given) < below else otherwise


def table_choices(batch: ImportBatch, sheet: int) -> dict[str, Any]:
    """The tables of the file and the first rows of the one chosen, to pick the heads from."""
    rows = batch.tables[sheet]["rows"][: heads.LOOKED_AT]
    shown = [
        (at, f"第 {at + 1} 行　{' | '.join(filter(None, row))}"[:70])
        for at, row in enumerate(rows)
        if any(row)
    ]
    sheets = [
        Item(f"{table['name']}（{len(table['rows'])} 行）", str(at)) for at, table in enumerate(batch.tables)
    ]
    return {"sheets": sheets, "rows": shown}


def choices_in(given: QueryDict) -> Choices:
    """What was decided on the preview's form; whatever cannot be read is left to what was found."""
    rows = {
        int(name[4:]): value for name, value in given.items() if name[:4] == "row-" and name[4:].isdecimal()
    }
    return Choices(
        rows={number: str(value) for number, value in rows.items()},
        skip_unmatched=bool(given.get("skip_unmatched")),
        skip_problems=bool(given.get("skip_problems")),
        seen=_seen(given.get("seen", "")),
    )


def _seen(text: str) -> dict[int, int]:
    try:
        told = json.loads(text or "{}")
        return {int(key): int(value) for key, value in told.items()}
    except (ValueError, TypeError, AttributeError):
        return {}
