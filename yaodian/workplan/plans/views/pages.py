"""The list of plans, the import, a plan's own page and its record."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_safe

from yaodian.foundation.audit.timeline import timeline
from yaodian.foundation.common.clock import SHANGHAI
from yaodian.foundation.common.components import Row
from yaodian.foundation.common.refusal import insist
from yaodian.foundation.desk.once import OtherContent, once
from yaodian.foundation.desk.paging import CAP, page_address, page_by_key
from yaodian.foundation.desk.workbooks import as_download, workbook
from yaodian.foundation.files import store
from yaodian.foundation.files.serving import download
from yaodian.foundation.people.models import User
from yaodian.workplan.reading import NotAPlan
from yaodian.workplan.reading.formats import Unreadable

from .. import extending
from ..access import (
    may_amend,
    may_approve,
    may_import_plan,
    may_reopen,
    may_review,
    may_see_plans,
    may_withdraw,
)
from ..actions.importing import AlreadyImported, read_document, read_pasted, store_document
from ..forms import ImportForm, PlanFilter
from ..models import Approval, Plan
from ..presenting.tabs import plan_tabs
from ..presenting.versions import versions_of
from ..tables import PLAN_HEADS, TARGET_HEADS, TASK_HEADS, plan_rows, target_rows, task_rows
from .common import PlanRequest, get_plan, signed_in

ORDERS = {"": ("-id",), "year": ("-sort_year", "-id"), "title": ("title", "-id")}
EXPORT_LIMIT = 5_000
LOG_SIZE = 50


@require_safe
@signed_in
def plan_list(request: PlanRequest) -> HttpResponse:
    insist(may_see_plans(request.actor))
    form = PlanFilter(request.GET)
    plans = _filtered(request, form)
    if request.GET.get("export") == "xlsx":
        return as_download(
            workbook("工作要点", PLAN_HEADS, plan_rows(plans[:EXPORT_LIMIT])), "工作要点清单.xlsx"
        )
    order = ORDERS.get(request.GET.get("order", ""), ORDERS[""])
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = page_by_key(plans, order, after=after, before=before)
    context = {
        "form": form,
        "page": page,
        "count": f"{CAP:,}+" if page.count > CAP else page.count,
        "filtered": any(request.GET.get(name) for name in ("q", "kind", "state", "year")),
        "previous_url": page_address(request.GET, before=page.previous_key),
        "next_url": page_address(request.GET, after=page.next_key),
        "export_url": page_address(request.GET, export="xlsx"),
        "may_import": may_import_plan(request.actor) is None,
    }
    return render(request, "plans/list.html", context)


def _filtered(request: PlanRequest, form: PlanFilter) -> QuerySet[Plan]:
    form.is_valid()
    wanted = form.cleaned_data
    plans = Plan.objects.visible_to(request.actor).with_counts().defer("text").select_related("imported_by")
    plans = plans.annotate(sort_year=Coalesce("year", 0))
    plans = plans.filter(state=wanted["state"]) if wanted.get("state") else plans.shown()
    for name, lookup in (("q", "title__icontains"), ("kind", "kind"), ("year", "year")):
        if wanted.get(name):
            plans = plans.filter(**{lookup: wanted[name]})
    return plans


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def plan_import(request: PlanRequest) -> HttpResponse:
    insist(may_import_plan(request.actor))
    if request.method != "POST":
        return render(request, "plans/import.html", {"form": ImportForm(initial={"key": uuid.uuid4().hex})})
    form = ImportForm(request.POST, request.FILES)
    if form.is_valid():
        answer = _import(request, form)
        if answer is not None:
            return answer
    return render(request, "plans/import.html", {"form": form}, status=422)


def _import(request: PlanRequest, form: ImportForm) -> HttpResponse | None:
    """Redirect to the plan, or None with the trouble put at its field."""
    field = "document" if form.cleaned_data["document"] else "text"
    try:
        plan_id = _imported_once(request, form)
    except Unreadable as trouble:
        form.add_error(field, trouble.words)
    except NotAPlan as trouble:
        form.add_error(field, str(trouble))
    except OtherContent:
        form.add_error(field, "这一页已经提交过另一份文件，请重新打开导入页面再上传。")
    except AlreadyImported as here:
        messages.info(request, "这份文件已经导入过，这就是它，不用再导入。")
        return redirect(here.plan)
    else:
        messages.success(request, "已导入并识别完成，请对照原文逐项核对。")
        return redirect("plans:review", plan_id=plan_id)
    return None


def _imported_once(request: PlanRequest, form: ImportForm) -> int:
    """Read first, without holding anything; then store once for the page's key."""
    document, text = form.cleaned_data["document"], form.cleaned_data["text"]
    kind = form.cleaned_data["kind"] or None
    if document:
        read = read_document(document.read(), document.name, by=request.actor, kind=kind)
    else:
        read = read_pasted(text, by=request.actor, kind=kind)
    plan_id: int = once(
        form.cleaned_data["key"],
        [store.digest(read.data), kind],
        by=request.actor,
        do=lambda: store_document(read, by=request.actor).pk,
    )
    return plan_id


@require_safe
@signed_in
def plan_detail(request: PlanRequest, plan_id: int) -> HttpResponse:
    plan = get_plan(request, plan_id)
    tab = request.GET.get("tab", "tasks")
    context = _head(request, plan, tab)
    if tab == "targets":
        context["targets"] = plan.targets.live().open_work().select_related("task")
    elif tab == "versions" and plan.stands:
        context["versions"] = versions_of(plan)
    elif tab == "log":
        context |= _log(request, plan)
    else:
        context["sections"] = _sections(plan)
    return render(request, "plans/detail.html", context)


def _head(request: PlanRequest, plan: Plan, tab: str) -> dict[str, Any]:
    counted: Any = Plan.objects.with_counts().only("pk").get(pk=plan.pk)
    counts = {"tasks": counted.n_tasks, "targets": counted.n_targets}
    total = counted.n_items
    return {
        "plan": plan,
        "tab": tab,
        "facts": _facts(plan),
        "export_url": f"{reverse('plans:export', args=[plan.pk])}?list={'targets' if tab == 'targets' else 'tasks'}",
        "tabs": plan_tabs(plan, request.actor, tab, counts),
        "approval_facts": _approval_facts(plan) if plan.stands else [],
        "acts": extending.acts_of(plan, request.actor),
        "may_approve": may_approve(request.actor, plan) is None,
        "may_amend": may_amend(request.actor, plan) is None,
        "total": total,
        "done": total - counted.n_open,
        "may_review": may_review(request.actor, plan) is None,
        "may_reopen": may_reopen(request.actor, plan) is None,
        "may_withdraw": may_withdraw(request.actor, plan) is None,
    }


def _log(request: PlanRequest, plan: Plan) -> dict[str, Any]:
    """One page of the plan's record and where the older part begins."""
    before = request.GET.get("before", "")
    number = int(before) if before.isdecimal() and len(before) < 19 else None
    events = timeline(plan, limit=LOG_SIZE + 1, before=number)
    older = events[LOG_SIZE - 1].id if len(events) > LOG_SIZE else None
    return {"events": events[:LOG_SIZE], "older_url": f"?tab=log&before={older}" if older else ""}


def _facts(plan: Plan) -> list[Row]:
    source = format_html(
        '<a href="{}">{}</a>（{}）',
        reverse("plans:source", args=[plan.pk]),
        plan.source.name,
        filesizeformat(plan.source.size),
    )
    rows = [
        Row("类别", plan.get_kind_display()),
        Row("年度", plan.year),
        Row("发文机关", plan.issuer),
        Row("导入", _who_when(plan.imported_by, plan.imported_at)),
        Row("核对完成", _who_when(plan.reviewed_by, plan.reviewed_at)),
        Row("原文件", source),
        Row("SHA-256", format_html('<span class="p-hash">{}</span>', plan.source.sha256)),
    ]
    return [row for row in rows if row.value]


def _approval_facts(plan: Plan) -> list[Row]:
    approval = Approval.objects.select_related("file").filter(plan=plan).first()
    if approval is None:
        return []
    rows = [
        Row("会议", f"{approval.meeting}，{approval.meeting_on:%Y-%m-%d}"),
        Row("发文字号", approval.document_no),
        Row("签发人", approval.signer),
        Row("现行", f"第 {plan.version} 版"),
    ]
    if approval.file is not None:
        address = reverse("plans:approval_file", args=[plan.pk])
        rows.append(Row("附件", format_html('<a href="{}">{}</a>', address, approval.file.name)))
    return [row for row in rows if row.value]


def _who_when(user: User | None, moment: datetime | None) -> str:
    return f"{user.name}，{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if user and moment else ""


def _sections(plan: Plan) -> list[dict[str, Any]]:
    """The live tasks under their headings, each with its live targets; three queries."""
    targets: dict[int | None, list[Any]] = {}
    for target in plan.targets.live().open_work():
        targets.setdefault(target.task_id, []).append(target)
    sections: list[dict[str, Any]] = []
    if targets.get(None):
        sections.append({"title": "总体目标", "tasks": [], "targets": targets[None]})
    for task in plan.tasks.live().open_work().select_related("lead"):
        title = " › ".join(task.section)
        if not sections or sections[-1]["title"] != title:
            sections.append({"title": title, "tasks": [], "targets": []})
        sections[-1]["tasks"].append({"task": task, "targets": targets.get(task.pk, [])})
    return sections


@require_safe
@signed_in
def plan_source(request: PlanRequest, plan_id: int) -> HttpResponse:
    """The original file, as it was handed in."""
    return download(get_plan(request, plan_id).source)


@require_safe
@signed_in
def plan_export(request: PlanRequest, plan_id: int) -> HttpResponse:
    """Tasks or targets of a plan as an Excel file."""
    plan = get_plan(request, plan_id)
    if request.GET.get("list") == "targets":
        rows = target_rows(plan.targets.live().open_work().select_related("task"))
        return as_download(workbook("指标", TARGET_HEADS, rows), f"{plan.title}·指标.xlsx")
    rows = task_rows(plan, plan.tasks.live().open_work().select_related("lead"))
    return as_download(workbook("任务", TASK_HEADS, rows), f"{plan.title}·任务.xlsx")
