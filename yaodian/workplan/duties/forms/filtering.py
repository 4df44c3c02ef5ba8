"""The filters of the lists."""

from __future__ import annotations

from typing import Any

from django import forms

from yaodian.foundation.people.models import Region

from ..lists import MISSING
from ..naming import Bureau
from ..states import DutyState
from .fields import choose

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
