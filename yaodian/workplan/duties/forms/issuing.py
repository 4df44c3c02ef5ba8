"""The last words before a plan is issued."""

from __future__ import annotations

from django import forms


class IssueForm(forms.Form):
    """The last words before a plan is issued."""

    document_no = forms.CharField(
        label="下达文号",
        required=False,
        max_length=40,
        help_text="没有单独发文可以不填。例如 云科发〔2026〕8号。",
    )
    note = forms.CharField(
        label="说明", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    overload_reason = forms.CharField(
        label="层层加码的理由",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="县（市、区）分解数超过全市承诺时必填，会和提示一起留存。",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
