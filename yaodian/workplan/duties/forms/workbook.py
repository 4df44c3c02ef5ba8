"""The workbook that came back."""

from __future__ import annotations

from typing import Any

from django import forms

from yaodian.workplan.plans.forms import MAX_BYTES


class WorkbookForm(forms.Form):
    """The workbook that came back, and the declaration that it holds no secret."""

    table = forms.FileField(
        label="责任分解表",
        help_text="下载的分解表填好以后的 .xlsx，最大 10 MB。",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": "请选择填好的责任分解表。",
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

    def clean_table(self) -> Any:
        table = self.cleaned_data["table"]
        if table.size is not None and table.size > MAX_BYTES:
            raise forms.ValidationError("文件超过 10 MB，请删去图片，另存一份后再上传。")
        return table
