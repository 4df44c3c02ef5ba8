"""Input of the pages of duties, cleaned; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from yaodian.foundation.common.refusal import Problems
from yaodian.foundation.people.models import Division, Region
from yaodian.workplan.plans.forms import NumberField

from .actions.assigning import Step
from .lists import MISSING
from .models import Duty, Milestone, Pace, Share
from .naming import Bureau
from .rhythm import points_words, read_points
from .states import DutyState, Evidence, Rhythm

BLANK_STEPS, MAX_STEPS = 3, 60
ORDERS = [("", "按文件顺序"), ("due", "按完成时限"), ("weight", "按权重")]


class DutyFilter(forms.Form):
    """Filters of the lists; whatever cannot be read is left out."""

    q = forms.CharField(label="任务或指标含", required=False, max_length=60)
    section = forms.ChoiceField(label="章节", required=False)
    division = forms.ChoiceField(label="科室", required=False)
    leader = forms.ChoiceField(label="责任领导", required=False)
    county = forms.ChoiceField(label="县（市、区）", required=False)
    missing = forms.ChoiceField(
        label="还缺",
        required=False,
        choices=[("", "不限"), *((name, words) for name, words in MISSING.items())],
    )
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "有效的"), (DutyState.CANCELLED, "已取消")]
    )
    order = forms.ChoiceField(label="排序", required=False, choices=ORDERS)

    def __init__(
        self, *args: Any, bureau: Bureau, regions: list[Region], sections: list[str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        choose(self.fields["section"], "全部章节", [(name, name[:30]) for name in sections])
        choose(self.fields["division"], "全部科室", [(one.pk, str(one)) for one in bureau.divisions])
        choose(self.fields["leader"], "全部领导", [(one.pk, str(one)) for one in bureau.leaders])
        choose(self.fields["county"], "不限", [(one.pk, str(one)) for one in regions])

    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data


def choose(field: Any, none: str, choices: list[tuple[Any, str]]) -> None:
    field.choices = [("", none), *((str(key), words) for key, words in choices)]


def day(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "请按 2026-06-30 的样子填写日期。"},
        **options,
    )


class RhythmField(forms.CharField):
    """Points as people write them: 6月 40%、9月 70%、12月 100%."""

    def __init__(self, **options: Any) -> None:
        hint = "例如 6月 40%、9月 70%、12月 100%，逐步升到 100%。选“按时间进度”时不用填。"
        super().__init__(required=False, max_length=200, help_text=hint, **options)

    def prepare_value(self, value: Any) -> Any:
        return points_words(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        try:
            return read_points(super().to_python(value) or "")
        except Problems as problems:
            raise forms.ValidationError([one.words for one in problems.items]) from problems

    def run_validators(self, value: Any) -> None:
        """The reading has looked at it already."""


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
        """The cleaned fields as the action takes them."""
        kept = {
            name: value for name, value in self.cleaned_data.items() if name not in ("reason", "revision")
        }
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
        return bool(
            self.cleaned_data.get("title") or self.cleaned_data.get("due_on") or self.cleaned_data["key"]
        )

    def step(self, place: int) -> Step:
        told = self.cleaned_data
        key, revision = told["key"], told["revision"] or 0
        return Step(told["title"], told["due_on"], told["dropped"], key, revision, place)


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


class TargetForm(forms.Form):
    """Where a target starts, its rhythm, and one box for each county and park."""

    baseline = NumberField(
        label="年初基数", required=False, help_text="存量指标填上年末的数，单位和指标相同。"
    )
    baseline_source = forms.CharField(
        label="基数来源", required=False, max_length=120, help_text="例如“2025年统计年报”。"
    )
    rhythm = forms.ChoiceField(label="进度节奏", choices=Rhythm.choices)
    points = RhythmField(label="月度节点")
    reason = forms.CharField(
        label="调整原因", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, regions: Sequence[Region], issued: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.regions = regions
        for name in ("pace", *(str(region.pk) for region in regions)):
            self.fields[f"seen-{name}"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
        for region in regions:
            self.fields[f"share-{region.pk}"] = NumberField(
                label=region.name, required=False, min_value=0,
                errors={"min_value": f"{region}的分解数是负数，请改成零或正数。"},
            )  # fmt: skip
        if not issued:
            del self.fields["reason"]

    @property
    def boxes(self) -> list[tuple[Region, Any]]:
        return [(region, self[f"share-{region.pk}"]) for region in self.regions]

    def pace(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("baseline", "baseline_source", "rhythm", "points")}

    def shares(self) -> dict[Region, Decimal | None]:
        return {region: self.cleaned_data[f"share-{region.pk}"] for region in self.regions}

    def seen(self) -> dict[str, int]:
        names = ("pace", *(str(region.pk) for region in self.regions))
        return {name: self.cleaned_data[f"seen-{name}"] or 0 for name in names}


def target_initial(pace: Pace | None, shares: Mapping[int, Share]) -> dict[str, Any]:
    """What a target's form shows; `shares` by region."""
    held = pace or Pace(rhythm=Rhythm.EVEN)
    found: dict[str, Any] = {
        "baseline": plain_number(held.baseline),
        "baseline_source": held.baseline_source,
        "rhythm": held.rhythm,
        "points": held.points,
        "seen-pace": pace.revision if pace is not None else 0,
    }
    for region, share in shares.items():
        found |= {f"share-{region}": plain_number(share.value), f"seen-{region}": share.revision}
    return found


def plain_number(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"
