"""What to fill in and where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from yaodian.workplan.plans.forms import NumberField

from ..models import Duty
from ..naming import Bureau
from ..states import Evidence
from .fields import choose, day


class FillForm(forms.Form):
    """What to fill in and where: whole sections, ticked tasks; only what is named is written."""

    sections = forms.MultipleChoiceField(
        label="整个章节", required=False, widget=forms.CheckboxSelectMultiple
    )
    tasks = forms.MultipleChoiceField(
        label="或者单项任务", required=False, widget=forms.CheckboxSelectMultiple
    )
    lead = forms.ChoiceField(label="牵头科室", required=False)
    leader = forms.ChoiceField(label="责任领导", required=False)
    starts_on = day("开始日期")
    due_on = day("完成时限")
    weight = NumberField(label="权重", required=False, min_value=0, max_value=100)
    evidence = forms.ChoiceField(label="佐证要求", required=False, choices=[("", "不改"), *Evidence.choices])
    evidence_words = forms.CharField(label="佐证说明", required=False, max_length=200)
    only_empty = forms.ChoiceField(
        label="已经填了的",
        choices=[("1", "不动，只填空着的"), ("", "也改成上面的")],
        required=False,
        widget=forms.RadioSelect,
        initial="1",
    )

    def __init__(self, *args: Any, bureau: Bureau, duties: Sequence[Duty], **options: Any) -> None:
        super().__init__(*args, **options)
        self.bureau, self.duties = bureau, duties
        sections = dict.fromkeys(duty.task.section[0] for duty in duties if duty.task.section)
        shown: Any = self.fields["sections"]
        shown.choices = [(name, name) for name in sections]
        ticked: Any = self.fields["tasks"]
        ticked.choices = [(str(duty.pk), str(duty.task)) for duty in duties]
        choose(self.fields["lead"], "不改", [(one.pk, str(one)) for one in bureau.open_divisions])
        choose(self.fields["leader"], "不改", [(one.pk, one.name) for one in bureau.leaders])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned.get("sections") or cleaned.get("tasks")):
            self.add_error("sections", "请勾选章节，或者勾选任务。")
        if not self.errors and not self.values():
            self.add_error("lead", "请至少填一项要写入的内容。")
        return cleaned

    def chosen(self) -> list[Duty]:
        sections, keys = set(self.cleaned_data["sections"]), set(self.cleaned_data["tasks"])
        return [
            duty
            for duty in self.duties
            if str(duty.pk) in keys or (duty.task.section and duty.task.section[0] in sections)
        ]

    def values(self) -> dict[str, Any]:
        told = self.cleaned_data
        divisions = {str(one.pk): one for one in self.bureau.open_divisions}
        leaders = {str(one.pk): one for one in self.bureau.leaders}
        named = {"lead": divisions.get(told.get("lead", "")), "leader": leaders.get(told.get("leader", ""))}
        same = ("starts_on", "due_on", "weight", "evidence", "evidence_words")
        found = named | {name: told.get(name) for name in same}
        return {name: value for name, value in found.items() if value not in (None, "")}
