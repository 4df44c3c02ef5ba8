"""Who does a task, with its milestones."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from yaodian.foundation.people.models import Division
from yaodian.workplan.plans.forms import NumberField

from ..actions.assigning import Step
from ..models import Duty, Milestone
from ..naming import Bureau
from ..states import Evidence, Rhythm
from .fields import RhythmField, choose, day

BLANK_STEPS, MAX_STEPS = 3, 60
BLANK: dict[str, Any] = {
    **dict.fromkeys(("lead", "leader", "handler", "supporting_others", "evidence_words"), ""),
    **dict.fromkeys(("starts_on", "due_on", "weight")),
    "supporting": [],
    "evidence": Evidence.ANY,
    "rhythm": Rhythm.EVEN,
    "rhythm_points": [],
}


class AssignForm(forms.Form):
    """Who does a task, until when, how it is proved and measured."""

    lead = forms.ChoiceField(label="牵头科室", required=False)
    supporting = forms.MultipleChoiceField(
        label="配合科室", required=False, widget=forms.CheckboxSelectMultiple
    )
    supporting_others = forms.CharField(
        label="其他配合单位", required=False, max_length=200, help_text="本局以外的单位，照原文写。"
    )
    leader = forms.ChoiceField(label="责任领导", required=False)
    handler = forms.ChoiceField(label="经办人", required=False, help_text="在牵头科室里选。")
    starts_on = day("开始日期")
    due_on = day("完成时限")
    weight = NumberField(
        label="权重", required=False, min_value=0, max_value=100, help_text="全部任务合计 100，或都不填。"
    )
    evidence = forms.ChoiceField(label="佐证要求", choices=Evidence.choices)
    evidence_words = forms.CharField(
        label="佐证说明", required=False, max_length=200, help_text="例如“印发文件的文号”。"
    )
    rhythm = forms.ChoiceField(label="进度节奏", choices=Rhythm.choices)
    rhythm_points = RhythmField(label="月度节点")
    reason = forms.CharField(
        label="调整原因", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, bureau: Bureau, issued: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.bureau = bureau
        divisions = [(one.pk, str(one)) for one in bureau.open_divisions]
        choose(self.fields["lead"], "还没有定", divisions)
        choose(self.fields["leader"], "还没有定", [(one.pk, one.name) for one in bureau.leaders])
        supporting: Any = self.fields["supporting"]
        supporting.choices = [(str(key), words) for key, words in divisions]
        handler: Any = self.fields["handler"]
        handler.choices = [("", "还没有定"), *_handlers(bureau)]
        if not issued:
            del self.fields["reason"]

    def clean_weight(self) -> Decimal | None:
        weight: Decimal | None = self.cleaned_data["weight"]
        if weight is not None and weight != round(weight, 2):
            raise forms.ValidationError("权重最多两位小数。")
        return weight

    def values(self) -> dict[str, Any]:
        """The fields as the action takes them; one that could not be read is empty."""
        told = BLANK | self.cleaned_data
        kept = {name: told[name] for name in BLANK}
        divisions = {str(one.pk): one for one in self.bureau.open_divisions}
        people = {str(one.user_id): one.user for one in self.bureau.handlers}
        leaders = {str(one.pk): one for one in self.bureau.leaders}
        return kept | {
            "lead": divisions.get(kept["lead"]),
            "supporting": [divisions[key] for key in kept["supporting"]],
            "leader": leaders.get(kept["leader"]),
            "handler": people.get(kept["handler"]),
        }


def _handlers(bureau: Bureau) -> list[tuple[str, list[tuple[str, str]]]]:
    """Clerks and chiefs under their divisions."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for one in bureau.handlers:
        grouped.setdefault(str(one.division), []).append((str(one.user_id), one.user.name))
    return list(grouped.items())


def assign_initial(duty: Duty, supporting: Iterable[Division]) -> dict[str, Any]:
    keys = {"lead": duty.lead_id, "leader": duty.leader_id, "handler": duty.handler_id}
    same = (
        "supporting_others",
        "starts_on",
        "due_on",
        "evidence",
        "evidence_words",
        "rhythm",
        "rhythm_points",
    )
    return {
        **{name: getattr(duty, name) for name in same},
        **{name: "" if key is None else str(key) for name, key in keys.items()},
        "weight": None if duty.weight is None else f"{duty.weight.normalize():f}",
        "supporting": [str(one.pk) for one in supporting],
        "revision": duty.revision,
    }


class StepForm(forms.Form):
    """One milestone; a row without words and day is nothing."""

    title = forms.CharField(label="节点", required=False, max_length=120)
    due_on = day("时限")
    dropped = forms.BooleanField(label="不再计算", required=False)
    key = forms.IntegerField(required=False, widget=forms.HiddenInput)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def says_something(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("title", "due_on", "key")) or bool(self.errors)

    def step(self, place: int) -> Step:
        told = self.cleaned_data
        key, revision = told.get("key"), told.get("revision") or 0
        return Step(told.get("title", ""), told.get("due_on"), told["dropped"], key, revision, place)


def step_forms(milestones: Iterable[Milestone], data: Any = None) -> list[StepForm]:
    """A row for each milestone and some for new ones; bound to `data` when it is sent."""
    if data is not None:
        places = sorted(
            {
                int(name.split("-")[1])
                for name in data
                if name[:6] == "steps-" and name.split("-")[1].isdecimal()
            }
        )
        return [StepForm(data, prefix=f"steps-{place}") for place in places[:MAX_STEPS]]
    held = [
        {
            "title": one.title,
            "due_on": one.due_on,
            "dropped": one.dropped,
            "key": one.pk,
            "revision": one.revision,
        }
        for one in milestones
    ]
    rows = [*held, *({} for _blank in range(BLANK_STEPS))]
    return [StepForm(initial=row, prefix=f"steps-{place}") for place, row in enumerate(rows)]
