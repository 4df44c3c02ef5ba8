"""A target with a box for each county."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from yaodian.foundation.people.models import Region
from yaodian.workplan.plans.forms import NumberField

from ..models import Pace, Share
from ..states import Rhythm
from .fields import RhythmField, plain_number


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
        """The fields as the action takes them; one that could not be read is empty."""
        blank: dict[str, Any] = {"baseline": None, "baseline_source": "", "rhythm": Rhythm.EVEN, "points": []}
        return {name: self.cleaned_data.get(name, empty) for name, empty in blank.items()}

    def shares(self) -> dict[Region, Decimal | None]:
        return {region: self.cleaned_data.get(f"share-{region.pk}") for region in self.regions}

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
