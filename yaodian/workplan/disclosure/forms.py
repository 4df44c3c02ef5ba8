"""Input of the pages of making public; what is missing is said by the actions, all at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from .actions.preparing import Proposal
from .models import Disclosure
from .states import Channel, PublicAttribute, ReleaseKind


class RevisedForm(forms.Form):
    """Every form of an act carries the revision that the person saw."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    @property
    def seen(self) -> int:
        revision: int | None = self.cleaned_data.get("revision")
        return revision or 0


class ProposalForm(RevisedForm):
    """How a plan is to be made public; which tasks are not is read beside it, row by row."""

    attribute = forms.ChoiceField(
        label="公开属性", choices=PublicAttribute.choices, widget=forms.RadioSelect, required=False
    )
    attribute_reason = forms.CharField(
        label="不主动公开的理由",
        required=False,
        max_length=500,
        help_text="选择依申请公开或不予公开时填写，写明所依据的条款。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    index_no = forms.CharField(
        label="索引号", required=False, help_text="主动公开时填写，从政府信息公开目录照抄。"
    )


def redactions_in(data: QueryDict) -> dict[int, str]:
    """The tasks ticked as not public, with their reasons."""
    keys = [int(key) for key in data.getlist("redact") if key.isdecimal() and len(key) < 19]
    return {key: data.get(f"reason_{key}", "") for key in keys}


def proposal_in(form: ProposalForm, redactions: Mapping[int, str]) -> Proposal:
    given = form.cleaned_data
    return Proposal(
        given.get("attribute", ""), given.get("attribute_reason", ""), given.get("index_no", ""), redactions
    )


def beginning(disclosure: Disclosure | None) -> dict[str, Any]:
    """What the form shows before anything was typed."""
    if disclosure is None:
        return {"attribute": PublicAttribute.ACTIVE}
    names = ("attribute", "attribute_reason", "index_no", "revision")
    return {name: getattr(disclosure, name) for name in names}


class OpinionForm(RevisedForm):
    """The opinion of who checks or approves."""

    opinion = forms.CharField(
        label="意见", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReasonForm(RevisedForm):
    reason = forms.CharField(
        label="原因", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReleaseForm(forms.Form):
    """One internal thing to let out; `item` is "task-7" or "target-9"."""

    item = forms.ChoiceField(label="任务或指标", required=False)
    kind = forms.ChoiceField(
        label="放开的内容", choices=[("", "请选择"), *ReleaseKind.choices], required=False
    )
    channel = forms.ChoiceField(
        label="渠道", choices=Channel.choices, widget=forms.RadioSelect, required=False
    )
    reason = forms.CharField(label="理由", required=False, max_length=120)

    def __init__(self, *args: Any, items: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        chooser: Any = self.fields["item"]
        chooser.choices = [("", "请选择"), *items]
