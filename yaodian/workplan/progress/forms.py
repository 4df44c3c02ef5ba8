"""Input of the pages of progress, cleaned; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from yaodian.foundation.common import clock
from yaodian.foundation.people.models import Division
from yaodian.workplan.plans.forms import NumberField
from yaodian.workplan.plans.models import Plan, Target, Task

from .actions.evidence import MAX_BYTES, Evidence
from .models import Report
from .standing import Figure
from .states import Light

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
DAY_ERRORS = {"invalid": "请按 2026-06-30 的样子填写日期。", "required": "请填写截至日期，例如 2026-06-30。"}


class SheetForm(forms.Form):
    """What all lines of one sending share: the day, the words, the evidence."""

    as_of = forms.DateField(label="截至日期", widget=DAY, error_messages=DAY_ERRORS)
    words = forms.CharField(
        label="进展说明",
        required=False,
        help_text="一两句话即可。只报“无变化”的可以不填。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reference = forms.CharField(label="佐证：文号", required=False)
    link = forms.CharField(
        label="佐证：链接", required=False, widget=forms.TextInput(attrs={"inputmode": "url"})
    )
    file = forms.FileField(
        label="佐证：文件",
        required=False,
        help_text="PDF、OFD、.docx、.xlsx 或图片，最大 10 MB。不得上传涉密文件。",
        widget=forms.FileInput(attrs={"accept": ".pdf,.ofd,.docx,.xlsx,.png,.jpg,.jpeg"}),
        error_messages={"empty": "这个文件是空的，请重新选择。"},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def evidence(self) -> Evidence | None:
        """The file handed in. One that is too large is not read whole: its first bytes say enough."""
        given: UploadedFile | None = self.cleaned_data.get("file")
        return Evidence(given.read(MAX_BYTES + 1), given.name or "文件") if given else None


class LineForm(forms.Form):
    """One target (value) or task (percent) of a sending; left empty it is not reported."""

    value = NumberField(label="累计完成", required=False)
    percent = forms.IntegerField(
        label="完成百分比", required=False, error_messages={"invalid": "请填 0 到 100 的整数。"}
    )
    no_change = forms.BooleanField(label="无变化", required=False)
    words = forms.CharField(label="说明", required=False)

    def __init__(self, *args: Any, subject: Task | Target, last: Figure | None, **options: Any) -> None:
        options["prefix"] = f"{subject._meta.model_name}-{subject.pk}"
        super().__init__(*args, **options)
        self.subject, self.last = subject, last
        del self.fields["percent" if isinstance(subject, Target) else "value"]
        if isinstance(subject, Target) and subject.kind != "increment":
            self.fields["value"].label = "现在达到"
        if last is None:
            del self.fields["no_change"]

    @property
    def figure_field(self) -> str:
        return "value" if "value" in self.fields else "percent"

    @property
    def figure(self) -> forms.BoundField:
        return self[self.figure_field]

    def said(self) -> bool:
        return self.cleaned_data.get(self.figure_field) is not None or self.unchanged

    @property
    def unchanged(self) -> bool:
        return bool(self.cleaned_data.get("no_change"))


class ProgressFilter(forms.Form):
    """Filters of the list; whatever cannot be read is left out."""

    plan = forms.TypedChoiceField(label="文件", required=False, coerce=int)
    lead = forms.TypedChoiceField(label="牵头科室", required=False, coerce=int)
    light = forms.ChoiceField(label="进度", required=False, choices=[("", "全部"), *Light.choices])
    show = forms.ChoiceField(
        label="只看",
        required=False,
        choices=[
            ("", "全部任务"),
            ("due", "本月到期"),
            ("quiet", "超过 35 天没有填报"),
            ("returned", "退回修改"),
            ("submitted", "待确认"),
        ],
    )
    q = forms.CharField(label="任务或指标含", required=False, max_length=60)
    order = forms.ChoiceField(
        label="排序",
        required=False,
        choices=[("", "按文件顺序"), ("light", "最滞后在前"), ("due", "最早到期在前")],
    )

    def __init__(
        self, data: Any, *, plans: Iterable[Plan], divisions: Iterable[Division], **options: Any
    ) -> None:
        super().__init__(data, **options)
        chooser: Any = self.fields["plan"]
        chooser.choices = [(plan.pk, plan.title) for plan in plans]
        chooser = self.fields["lead"]
        chooser.choices = [("", "全部科室"), *((one.pk, one.name) for one in divisions)]

    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data


class ConfirmingFilter(forms.Form):
    """Filters of the reports that wait."""

    q = forms.CharField(label="任务或指标含", required=False, max_length=60)
    by = forms.ChoiceField(
        label="填报",
        required=False,
        choices=[("", "全部"), ("city", "本局"), ("county", "县（市、区）和园区")],
    )
    order = forms.ChoiceField(
        label="排序", required=False, choices=[("", "最早填报在前"), ("new", "最近填报在前")]
    )


class OpinionForm(forms.Form):
    """What is to be changed in a report that goes back."""

    opinion = forms.CharField(
        label="退回意见",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明要改什么，填报人会看到。"},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class WithdrawForm(forms.Form):
    """Why a report is taken back; what waits needs no reason."""

    reason = forms.CharField(
        label="撤回原因",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明撤回的原因，它会留在办理记录中。"},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, report: Report, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].required = report.confirmed_by_id is not None


class NoChangeForm(forms.Form):
    """The day up to which nothing has changed."""

    as_of = forms.DateField(label="截至日期", widget=DAY, error_messages=DAY_ERRORS)

    @classmethod
    def fresh(cls) -> NoChangeForm:
        return cls(initial={"as_of": clock.today()})


class MilestoneForm(forms.Form):
    """The day on which a milestone was reached; empty takes it back."""

    done_on = forms.DateField(label="完成日期", required=False, widget=DAY, error_messages=DAY_ERRORS)
    revision = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": "请刷新页面后再登记。"}
    )
