"""Input on approved plans: the approval, the paper of an amendment, and each change of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from yaodian.foundation.files.handed_in import MAX_BYTES, HandedIn

from .actions.amending import AMENDABLE, Change
from .forms import NumberField, told
from .models import Approval, Target, Task
from .states import Comparator, ItemState, Modality, TargetKind

DAY = {"invalid": "请按 2026-01-20 的样子填写日期。"}


def day_field(label: str, **options: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget, error_messages=DAY, **options)


class ApprovalForm(forms.Form):
    """What the meeting decided; what is missing is told by the action, all at once."""

    meeting = forms.CharField(
        label="审定的会议", required=False, max_length=80, help_text="例如：局党组会议（2026年第3次）"
    )
    meeting_on = day_field("会议日期")
    document_no = forms.CharField(
        label="发文字号", required=False, max_length=40, help_text="从办公系统照抄，例如：云科发〔2026〕3号"
    )
    signer = forms.CharField(label="签发人", required=False, max_length=40)
    file = forms.FileField(
        label="会议纪要或签发件",
        required=False,
        help_text="PDF、OFD、.docx、.xlsx 或图片，最大 10 MB。不得上传涉密文件。",
        widget=forms.FileInput(attrs={"accept": ".pdf,.ofd,.docx,.xlsx,.png,.jpg,.jpeg"}),
        error_messages={"empty": "这个文件是空的，请重新选择。"},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def handed_in(self) -> HandedIn | None:
        """The file, read no further than is needed to see that it is too large."""
        given: UploadedFile | None = self.cleaned_data.get("file")
        return HandedIn(given.read(MAX_BYTES + 1), given.name or "文件") if given else None

    @classmethod
    def of(cls, approval: Approval) -> Mapping[str, Any]:
        """The initial values for correcting what was registered."""
        names = ("meeting", "meeting_on", "document_no", "signer", "revision")
        return {name: getattr(approval, name) for name in names}


class CorrectApprovalForm(ApprovalForm):
    """A slip put right; needs a reason. The file stays the one that was handed in."""

    file = None  # type: ignore[assignment]
    reason = forms.CharField(
        label="更正的原因", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class AmendmentForm(forms.Form):
    """Why, on what basis and when the plan was changed."""

    reason = forms.CharField(
        label="调整的原因", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    basis = forms.CharField(
        label="依据", required=False, max_length=120, help_text="会议或文号，例如：局党组会议（2026年第8次）"
    )
    decided_on = day_field("议定日期")
    revision = forms.IntegerField(widget=forms.HiddenInput)


class ChangeForm(forms.Form):
    """The change of one item; `prefix` names it, so that many stand in one page."""

    cancel = forms.BooleanField(label="取消这一项，不再承诺", required=False)
    reinstate = forms.BooleanField(label="恢复这一项", required=False)

    def __init__(self, item: Task | Target, data: Mapping[str, Any] | None = None) -> None:
        self.item = item
        kind = item._meta.model_name
        super().__init__(data, prefix=f"{kind}-{item.pk}", initial=_values(item))
        del self.fields["cancel" if item.state == ItemState.CANCELLED else "reinstate"]

    def change(self) -> Change:
        """What the person wants; the form is valid."""
        fields = {name: self.cleaned_data[name] for name in AMENDABLE[type(self.item)]}
        return Change(
            self.item,
            fields,
            cancel=self.cleaned_data.get("cancel", False),
            reinstate=self.cleaned_data.get("reinstate", False),
        )


class TargetChangeForm(ChangeForm):
    """The promise of a target."""

    indicator = forms.CharField(
        label="指标", max_length=120, error_messages={"required": "请填写指标名称，例如“高新技术企业”。"}
    )
    comparator = forms.ChoiceField(
        label="比较", choices=[(value, told(value, words)) for value, words in Comparator.choices]
    )
    value = NumberField(label="数值", errors={"required": "请填写数值，例如 30 或 10.5。"})
    value_max = NumberField(label="上限，区间才填", required=False)
    unit = forms.CharField(label="单位", max_length=20, required=False)
    kind = forms.ChoiceField(label="口径", choices=TargetKind.choices)
    modality = forms.ChoiceField(label="语气", choices=Modality.choices)
    year = forms.IntegerField(label="年度", required=False, min_value=1990, max_value=2100)


class TaskChangeForm(ChangeForm):
    """The title of a task."""

    title = forms.CharField(label="任务", max_length=200, error_messages={"required": "请填写任务名称。"})


def change_form(item: Task | Target, data: Mapping[str, Any] | None = None) -> ChangeForm:
    return (TargetChangeForm if isinstance(item, Target) else TaskChangeForm)(item, data)


def _values(item: Task | Target) -> dict[str, Any]:
    values = {name: getattr(item, name) for name in AMENDABLE[type(item)]}
    return {name: _typed(value) for name, value in values.items()}


def _typed(value: Any) -> Any:
    """A decimal as people write it: 35, not 35.000000."""
    return format(value.normalize(), "f") if hasattr(value, "normalize") else value
