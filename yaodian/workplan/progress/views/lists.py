"""The list of tasks with their lights: of one's division, of a whole plan, of a county's shares."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yaodian.foundation.common import clock
from yaodian.foundation.common.refusal import insist
from yaodian.foundation.desk.paging import page_address
from yaodian.foundation.desk.workbooks import as_download, workbook
from yaodian.foundation.people.models import Division
from yaodian.workplan.duties.models import Share
from yaodian.workplan.plans.access import DECIDERS, WRITERS
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.plans.presenting.tabs import plan_tabs
from yaodian.workplan.plans.states import ItemState

from ..access import duty_of, may_see_progress, sees_all_reports
from ..forms import NoChangeForm, ProgressFilter
from ..lights import BY_PRESSURE
from ..models import Report
from ..presenting.lines import HEADS, Group, Line, groups_of, share_line, sheet_rows, waiting_by_subject
from ..presenting.summing import lights_of, sentence
from ..standing import PlanStanding, ShareStanding, standings, standings_of_shares, time_of
from ..waiting import QUIET_DAYS
from .common import PlanRequest, get_plan, issued, signed_in

SIZE = 30


@require_safe
@signed_in
def progress_list(request: PlanRequest) -> HttpResponse:
    insist(may_see_progress(request.actor))
    if not sees_all_reports(request.actor):
        return _shares(request)
    plans = list(issued(request.actor))
    form = _filter(request, plans)
    wanted = form.wanted()
    plan = next((plan for plan in plans if plan.pk == wanted.get("plan")), plans[0] if plans else None)
    if plan is None:
        return render(request, "progress/list.html", {"form": form, "plan": None})
    return _of_plan(request, plan, form, f"{plan.title}·进展清单.xlsx")


def _filter(request: PlanRequest, plans: list[Plan]) -> ProgressFilter:
    """The filter as sent; a writer who has chosen nothing sees the own division."""
    data = request.GET.copy()
    own = request.actor.membership.division_id
    if "lead" not in data and request.actor.role in WRITERS and own is not None:
        data["lead"] = str(own)
    divisions = Division.objects.filter(organisation_id=request.actor.membership.organisation_id)
    return ProgressFilter(data, plans=plans, divisions=divisions)


def _of_plan(request: PlanRequest, plan: Plan, form: ProgressFilter, file_name: str) -> HttpResponse:
    standing = standings(plan, clock.today())
    waiting = waiting_by_subject(Report.objects.filter(plan=plan).of_city().open_work().waiting())
    groups = _chosen(groups_of(standing, waiting, request.actor), form, standing)
    if request.GET.get("export") == "xlsx":
        return _export(standing, groups, file_name)
    context = {
        "plan": plan,
        "form": form,
        "no_change": NoChangeForm.fresh(),
        "words": f"《{plan.title}》{sentence(standing)}",
        "may_no_change": any(line.no_change for group in groups for line in group.all_lines),
        "export_url": page_address(request.GET, export="xlsx"),
        "back": request.get_full_path(),
        "confirms": request.actor.role in DECIDERS,
        **_page(request, groups),
    }
    return render(request, "progress/list.html", context)


def _chosen(groups: list[Group], form: ProgressFilter, standing: PlanStanding) -> list[Group]:
    wanted = form.wanted()
    leads = {found.task.pk: found.duty.lead_id for found in standing.tasks if found.duty is not None}
    if wanted.get("lead"):
        groups = [one for one in groups if one.head and leads.get(one.head.subject.pk) == wanted["lead"]]
    if wanted.get("light"):
        groups = [one for one in groups if any(line.light == wanted["light"] for line in one.all_lines)]
    if wanted.get("q"):
        groups = [one for one in groups if any(wanted["q"] in line.name for line in one.all_lines)]
    if wanted.get("show"):
        groups = [one for one in groups if _shows(one, wanted["show"], standing.today)]
    return _ordered(groups, wanted.get("order", ""))


def _shows(group: Group, show: str, today: date) -> bool:
    if show == "due":
        return any(_same_month(line.due_on, today) for line in group.all_lines)
    if show == "quiet":
        return group.light != "done" and (
            group.last_day is None or (today - group.last_day).days > QUIET_DAYS
        )
    return any(line.waiting is not None and line.waiting.state == show for line in group.all_lines)


def _same_month(day: date | None, today: date) -> bool:
    return day is not None and (day.year, day.month) == (today.year, today.month)


def _ordered(groups: list[Group], order: str) -> list[Group]:
    if order == "light":
        return sorted(groups, key=lambda group: BY_PRESSURE.index(group.light))
    if order == "due":
        return sorted(groups, key=lambda group: group.due_on or date.max)
    return groups


def _page(request: PlanRequest, groups: list[Group]) -> dict[str, Any]:
    """The groups after the one whose key the last page ended with; all of a plan's are at hand already."""
    keys = [group.key for group in groups]
    after = request.GET.get("after", "")
    start = keys.index(after) + 1 if after in keys else 0
    shown = groups[start : start + SIZE]
    more = len(groups) > start + SIZE
    back = keys[start - SIZE - 1] if start > SIZE else ""
    return {
        "groups": shown,
        "count": len(groups),
        "next_url": page_address(request.GET, after=keys[start + SIZE - 1]) if more else "",
        "previous_url": (page_address(request.GET, after=back) or _first_page(request)) if start else "",
    }


def _first_page(request: PlanRequest) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    return f"?{query.urlencode()}"


def _export(standing: PlanStanding, groups: list[Group], file_name: str) -> HttpResponse:
    chosen = {
        (line.subject._meta.model_name or "", line.subject.pk) for one in groups for line in one.all_lines
    }
    return as_download(workbook("进展清单", HEADS, sheet_rows(standing, chosen)), file_name)


@require_safe
@signed_in
def plan_progress(request: PlanRequest, plan_id: int) -> HttpResponse:
    """The plan's tab: every light in the order of the text."""
    plan = get_plan(request, plan_id)
    standing = standings(plan, clock.today())
    groups = groups_of(standing, {}, request.actor)
    if request.GET.get("export") == "xlsx":
        return _export(standing, groups, f"{plan.title}·进展清单.xlsx")
    context = {
        "plan": plan,
        "tabs": plan_tabs(plan, request.actor, "progress"),
        "words": sentence(standing),
        "lights": lights_of(standing),
        "groups": groups,
        "reports": request.actor.role in WRITERS,
    }
    return render(request, "progress/plan.html", context)


def _shares(request: PlanRequest) -> HttpResponse:
    """What a county or park undertakes, with its own figures and nobody else's."""
    today = clock.today()
    rows = Share.objects.visible_to(request.actor).filter(target__state=ItemState.ACCEPTED)
    rows = rows.exclude(target__task__restricted=True)
    rows = rows.select_related("region", "target__plan", "target__pace", "target__task__duty__lead")
    found = standings_of_shares(
        rows.defer("target__plan__text").order_by("-target__plan", "target__start"), today
    )
    own = Report.objects.visible_to(request.actor).waiting()
    waiting = waiting_by_subject(own)
    lines = [
        (one, share_line(one, one.share.target, waiting.get((None, one.share.target_id)), _due(one)))
        for one in found
    ]
    if request.GET.get("export") == "xlsx":
        data = workbook("承担任务", SHARE_HEADS, (_share_row(*pair) for pair in lines))
        return as_download(data, "本地区承担任务进展.xlsx")
    context = {
        "lines": [line for _, line in lines],
        "plans": {one.share.target.plan.title for one in found},
        "no_change": NoChangeForm.fresh(),
        "may_no_change": any(line.no_change for _, line in lines),
        "export_url": page_address(request.GET, export="xlsx"),
        "back": request.get_full_path(),
    }
    return render(request, "progress/shares.html", context)


SHARE_HEADS = [
    ("文件", 40), ("指标", 30), ("分解数", 12), ("单位", 8), ("累计完成", 12), ("截至日期", 12), ("完成时限", 12),
    ("进度", 10), ("说明", 60),
]  # fmt: skip


def _share_row(found: ShareStanding, line: Line) -> list[Any]:
    target, figure = found.share.target, found.figure
    value = figure.value if figure is not None else None
    start = [target.plan.title, target.indicator, found.share.value, target.unit, value, line.as_of]
    return [*start, line.due_on, line.light.label, line.words]


def _due(found: ShareStanding) -> date:
    target = found.share.target
    return time_of(target.plan, duty_of(target), target.year)[1]
