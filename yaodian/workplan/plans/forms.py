"""Input of the plans' pages, cleaned; nothing is written here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from .states import DocumentKind, PlanState

MAX_BYTES = 10 * 1024 * 1024
KINDS = [("", "自动判断"), *DocumentKind.choices]


class ImportForm(forms.Form):
    """A file or pasted text, and the declaration that it holds no secret."""

    document = forms.FileField(
        label="文件",
        required=False,
        help_text="可以是 .docx、.pdf（文字版）、.txt、.html 或 .xlsx，最大 10 MB。",
        widget=forms.FileInput(attrs={"accept": ".docx,.pdf,.txt,.html,.htm,.mht,.mhtml,.xlsx"}),
        error_messages={"empty": "这个文件是空的，请重新选择。"},
    )
    text = forms.CharField(
        label="或者粘贴文字",
        required=False,
        max_length=400_000,
        help_text="从网页或公文系统复制的全文，含标题和编号。",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    kind = forms.ChoiceField(label="文件类别", choices=KINDS, required=False)
    not_secret = forms.BooleanField(
        label="我已核实：文件不含国家秘密、工作秘密，可以在非涉密系统中处理",
        error_messages={"required": "请先核实文件是否涉密并勾选声明；涉密文件请按保密规定另行办理，不要上传。"},
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def clean_document(self) -> UploadedFile | None:
        document = self.cleaned_data["document"]
        if document is not None and document.size > MAX_BYTES:
            raise forms.ValidationError("文件超过 10 MB，请压缩其中的图片，或另存为文字版后再上传。")
        return document

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = [name for name in ("document", "text") if cleaned.get(name)]
        if not given and "document" not in self.errors and "text" not in self.errors:
            self.add_error("document", "请选择一个文件，或者在下面粘贴文字。")
        elif len(given) == 2:
            self.add_error("text", "文件和粘贴的文字只要一种，请清空其中一个。")
        return cleaned


class PlanFilter(forms.Form):
    """Filters of the list; whatever cannot be read is left out."""

    q = forms.CharField(label="标题含", required=False, max_length=60)
    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "全部类别"), *DocumentKind.choices])
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "核对中和已核对"), *PlanState.choices],
    )
    year = forms.IntegerField(label="年度", required=False, min_value=1990, max_value=2100)
    order = forms.ChoiceField(
        label="排序",
        required=False,
        choices=[("", "最近导入在前"), ("year", "年度从新到旧"), ("title", "按标题")],
    )


class ReasonForm(forms.Form):
    """The reason of an act that needs one, and the revision the person saw."""

    reason = forms.CharField(
        label="原因",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明原因，它会留在办理记录中。"},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
