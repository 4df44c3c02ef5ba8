"""One target: where it starts, how it is spread over the year, what each county undertakes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yaodian.foundation.common.components import error_lines
from yaodian.foundation.common.refusal import Problem, Problems, insist
from yaodian.foundation.flow.doors import Superseded
from yaodian.foundation.people.models import Region
from yaodian.workplan.plans.models import Plan, Target
from yaodian.workplan.plans.states import PlanState
from yaodian.workplan.plans.tables import number

from ..access import may_divide, may_reassign
from ..actions.sharing import divide_target, division_problems
from ..conflicts import differing_fields, last_word
from ..forms import TargetForm, target_initial
from ..models import Pace, Share
from ..naming import regions_in_order
from ..overload import SUMMED, overload_of
from .common import PlanRequest, frame, page, signed_in, standing_plan
from .duties import spread


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def target(request: PlanRequest, plan_id: int, target_id: int) -> HttpResponse:
    """The form of one target; after the issue it asks for the reason of the adjustment."""
    plan = standing_plan(request, plan_id)
    targets: Any = Target.objects.visible_to(request.actor).promised().open_work()
    found = get_object_or_404(targets.filter(plan=plan).select_related("task"), pk=target_id)
    issued = plan.state == PlanState.ISSUED
    insist(may_reassign(request.actor, plan) if issued else may_divide(request.actor, plan))
    return Sharing(request, plan, found).answer()


class Sharing:
    """One visit to the form: shown, sent with faults, sent too late, or written."""

    def __init__(self, request: PlanRequest, plan: Plan, target: Target) -> None:
        self.request, self.plan, self.target = request, plan, target
        self.issued = plan.state == PlanState.ISSUED
        self.regions = regions_in_order()

    def form(self, data: Any = None) -> TargetForm:
        pace = Pace.objects.filter(target=self.target).first()
        shares = {share.region_id: share for share in Share.objects.filter(target=self.target)}
        initial = target_initial(pace, shares)
        return TargetForm(data, initial=initial, regions=self.regions, issued=self.issued)

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self.page(self.form())
        form = self.form(self.request.POST)
        if not form.is_valid():
            return self.page(form, 422, spread(self.problems(form), form))
        try:
            return self.write(form)
        except Problems as problems:
            return self.page(form, 422, spread(problems.items, form))
        except Superseded as other:
            return self.superseded(form, other)

    def problems(self, form: TargetForm) -> list[Problem]:
        """What is wrong with whatever could be read."""
        reason = form.cleaned_data.get("reason", "")
        return division_problems(self.plan, self.target, form.pace(), form.shares(), reason)

    def write(self, form: TargetForm) -> HttpResponse:
        divide_target(
            self.target,
            form.pace(),
            form.shares(),
            by=self.request.actor,
            seen=form.seen(),
            reason=form.cleaned_data.get("reason", ""),
        )
        too_much = overload_of(self.target, self.counted(form.shares()))
        if too_much is not None:
            messages.warning(self.request, f"已保存。{too_much.words}超过全市承诺，下达时要写明理由。")
        else:
            messages.success(self.request, f"已保存：{self.target.indicator}")
        return redirect(f"{reverse('duties:shares', args=[self.plan.pk])}#target-{self.target.pk}")

    def counted(self, shares: dict[Region, Any]) -> list[Any]:
        """The shares of counties; parks overlap them and do not count."""
        return [value for region, value in shares.items() if region.kind == Region.Kind.COUNTY]

    def page(
        self, form: TargetForm, status: int = 200, loose: list[Problem] | None = None, **more: Any
    ) -> HttpResponse:
        context = {
            **frame(self.request, self.plan, "shares"),
            "target": self.target,
            "form": form,
            "errors": [*error_lines(form), *error_lines(loose or [])],
            "issued": self.issued,
            **self.sums(form),
            **more,
        }
        return page(self.request, "target", context, status)

    def sums(self, form: TargetForm) -> dict[str, Any]:
        """The sum of what stands in the boxes and what it says beside the city's figure."""
        told = form.cleaned_data if form.is_bound else form.initial
        numbers = {region: _decimal(form, told.get(f"share-{region.pk}"), region) for region in self.regions}
        counted = [value for value in self.counted(numbers) if value is not None]
        summed = self.target.kind in SUMMED
        return {
            "total": number(sum(counted, counted[0] * 0)) if counted and summed else "",
            "overload": overload_of(self.target, counted),
            "summed": summed,
        }

    def superseded(self, form: TargetForm, other: Superseded) -> HttpResponse:
        """The same form with what the person typed, above it what somebody else saved meanwhile."""
        current = self.form()
        data = self.request.POST.copy()
        for name, value in current.initial.items():
            if name.startswith("seen-"):
                data[name] = str(value)
        again = self.form(data)
        again.is_valid()
        conflict = {"rows": differing_fields(form, current), **last_word(other.current)}
        return self.page(again, 409, conflict=conflict)


def _decimal(form: TargetForm, value: Any, region: Region) -> Any:
    return form.fields[f"share-{region.pk}"].to_python(value)
