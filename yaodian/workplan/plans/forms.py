"""Input of the plans' pages, cleaned; nothing is written here."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from yaodian.foundation.people.models import Division

from .models import Plan, Target, Task
from .states import LIVE, Comparator, DocumentKind, Modality, PlanState, TargetKind
from .tables import SIGNS

MAX_BYTES = 10 * 1024 * 1024
KINDS = [("", "自动判断"), *DocumentKind.choices]
NO_TASK = ("", "不属于某项任务")


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
        error_messages={
            "required": "请先核实文件是否涉密并勾选声明；涉密文件请按保密规定另行办理，不要上传。"
        },
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
        choices=[("", "全部（已撤下的除外）"), *PlanState.choices],
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


class NumberField(forms.DecimalField):
    """A number as people type it: full-width digits, blanks and thousands commas are taken off."""

    def __init__(self, **options: Any) -> None:
        said = {
            "invalid": "请填写数字，例如 30 或 10.5，单位另填。",
            "max_digits": "数字太长，请换用更大的单位，例如亿元。",
            "max_whole_digits": "数字太长，请换用更大的单位，例如亿元。",
            "max_decimal_places": "最多 6 位小数，请四舍五入后再填。",
        }
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(
            max_digits=20,
            decimal_places=6,
            widget=widget,
            error_messages={**said, **options.pop("errors", {})},
            **options,
        )

    def to_python(self, value: Any) -> Any:
        typed = unicodedata.normalize("NFKC", str(value or "")).replace(",", "").replace(" ", "")
        return super().to_python(typed)


class SpanForm(forms.Form):
    """What every form of an item carries: the place in the text, set by selecting."""

    start = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    end = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)


def told(comparator: str, words: str) -> str:
    """≥ 不低于; where the sign is itself a word or none, the words alone."""
    sign = SIGNS[comparator]
    return words if not sign or sign.isalpha() else f"{sign} {words}"


class TargetForm(SpanForm):
    """The fields of a target."""

    indicator = forms.CharField(
        label="指标", max_length=120, error_messages={"required": "请填写指标名称，例如“高新技术企业”。"}
    )
    comparator = forms.ChoiceField(
        label="比较",
        choices=[(value, told(value, words)) for value, words in Comparator.choices],
    )
    value = NumberField(label="数值", errors={"required": "请填写数值，例如 30 或 10.5。"})
    value_max = NumberField(label="上限，区间才填", required=False)
    unit = forms.CharField(label="单位", max_length=20, required=False)
    kind = forms.ChoiceField(label="口径", choices=TargetKind.choices)
    modality = forms.ChoiceField(label="语气", choices=Modality.choices)
    task = forms.ChoiceField(label="所属任务", required=False)
    year = forms.IntegerField(label="年度", required=False, min_value=1990, max_value=2100)

    def __init__(self, *args: Any, plan: Plan, tasks: Iterable[Task] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        found = plan.tasks.filter(state__in=LIVE) if tasks is None else tasks
        self.tasks = {str(task.pk): task for task in found}
        chooser: Any = self.fields["task"]
        chooser.choices = [NO_TASK, *((key, str(task)[:60]) for key, task in self.tasks.items())]

    def clean_task(self) -> Task | None:
        return self.tasks.get(self.cleaned_data["task"])


class TaskForm(SpanForm):
    """The fields of a task."""

    no = forms.CharField(label="编号", max_length=20, required=False)
    title = forms.CharField(label="任务", max_length=200, error_messages={"required": "请填写任务名称。"})
    lead = forms.ChoiceField(label="牵头科室", required=False)
    supporting = forms.CharField(label="配合单位", max_length=200, required=False)
    leader = forms.CharField(label="责任领导", max_length=40, required=False)
    due_on = forms.DateField(
        label="完成时限",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "请按 2026-06-30 的样子填写日期。"},
    )
    goal = forms.CharField(label="主要目标", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(
        self, *args: Any, plan: Plan, divisions: Iterable[Division] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        of_bureau = Division.objects.filter(organisation_id=plan.organisation_id)
        found = of_bureau if divisions is None else divisions
        self.divisions = {str(division.pk): division for division in found}
        chooser: Any = self.fields["lead"]
        chooser.choices = [
            ("", "还没有定"),
            *((key, str(division)) for key, division in self.divisions.items()),
        ]

    def clean_lead(self) -> Division | None:
        return self.divisions.get(self.cleaned_data["lead"])


class CutForm(forms.Form):
    """Where a task is cut in two, and what the second part is called."""

    at = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    no = forms.CharField(label="后一项的编号", max_length=20, required=False)
    title = forms.CharField(
        label="后一项的任务名称", max_length=200, error_messages={"required": "请填写任务名称。"}
    )


class RejectForm(forms.Form):
    """Why an item is rejected; may be left empty."""

    reason = forms.CharField(label="剔除原因", max_length=200, required=False)


def item_form(
    item: Task | Target, data: Mapping[str, Any] | None = None, **options: Any
) -> TargetForm | TaskForm:
    """The form that fits the item."""
    form: type[TargetForm] | type[TaskForm] = TargetForm if isinstance(item, Target) else TaskForm
    return form(data, plan=item.plan, **options)
