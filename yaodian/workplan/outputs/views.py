"""打印与导出: the page that lists the documents, and the files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_safe

from yaodian.foundation.common import clock
from yaodian.foundation.desk.papers import as_docx, as_pdf
from yaodian.foundation.desk.workbooks import as_download
from yaodian.workplan.duties.lists import sections_of
from yaodian.workplan.duties.naming import Bureau
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.plans.presenting.tabs import plan_tabs
from yaodian.workplan.plans.views.common import PlanRequest, signed_in

from .access import own_region, plans_of, takes_all
from .actions import record_export
from .composing.output import Asked, Output
from .composing.published import disclosed
from .documents import BY_KEY, DOCUMENTS, EXCEL, KINDS, PDF, WORD, Document
from .forms import Narrowing

MOST_ROWS_IN_PDF = 400


@require_safe
@signed_in
def page(request: PlanRequest, plan_id: int) -> HttpResponse:
    return _page(request, _plan(request, plan_id))


@require_GET
@signed_in
def take(request: PlanRequest, plan_id: int, document: str) -> HttpResponse:
    """The document as a file; who took it is kept. Asked for in no kind, it is a Word file."""
    wanted = BY_KEY[document]
    plan = _plan(request, plan_id)
    kind = request.GET.get("as", WORD)
    if not wanted.open_to(request.actor) or kind not in wanted.kinds:
        raise Http404
    (narrowing,) = _narrowing(request, plan, wanted)
    output = wanted.compose(_asked(request, plan, narrowing.wanted()))
    if output is None:
        raise Http404
    if kind == PDF and output.size > MOST_ROWS_IN_PDF:
        return _page(request, plan, _too_long(wanted, output), status=422)
    response = _file(plan, output, kind)
    if response.status_code == 200:
        record_export(plan, output, KINDS[kind], by=request.actor)
    return response


def _plan(request: PlanRequest, plan_id: int) -> Plan:
    return get_object_or_404(plans_of(request.actor).select_related("approval", "organisation"), pk=plan_id)


def _asked(request: PlanRequest, plan: Plan, wanted: dict[str, Any]) -> Asked:
    return Asked(plan, request.actor, clock.today(), wanted)


def _narrowing(request: PlanRequest, plan: Plan, *documents: Document) -> list[Narrowing]:
    """The form of each document; what the fields offer is asked for once, and only where one has them."""
    named = {name for one in documents for name in one.filters}
    divisions = Bureau(plan).divisions if "division" in named else []
    sections = sections_of(plan) if "section" in named else []
    return [
        Narrowing(request.GET, divisions=divisions, sections=sections, only=one.filters) for one in documents
    ]


def _too_long(document: Document, output: Output) -> str:
    what = "按科室、章节或进度缩小范围，或者下载" if document.filters else "下载"
    others = " 或 ".join(KINDS[kind] for kind in document.kinds if kind != PDF)
    return (
        f"{output.name}有 {output.size:,} 行，PDF 最多排 {MOST_ROWS_IN_PDF} 行。请{what} {others}，"
        "在电脑上另存为 PDF。"
    )


def _file(plan: Plan, output: Output, kind: str) -> HttpResponse:
    name = f"{plan.title}·{output.name}" + (f"（{output.scope}）" if output.scope else "")
    if kind == EXCEL:
        return as_download(output.workbook(), f"{name}.xlsx")
    return as_pdf(output.paper, name) if kind == PDF else as_docx(output.paper, name)


def _page(request: PlanRequest, plan: Plan, trouble: str = "", status: int = 200) -> HttpResponse:
    region = own_region(request.actor)
    context = {
        "plan": plan,
        "trouble": trouble,
        "tabs": [] if region is not None else plan_tabs(plan, request.actor, "outputs"),
        "documents": _offers(request, plan),
        "most_rows": MOST_ROWS_IN_PDF,
    }
    return render(request, "outputs/page.html", context, status=status)


def _offers(request: PlanRequest, plan: Plan) -> list[dict[str, Any]]:
    """Each document with its form; 公开稿 says so where nothing is public."""
    documents = [one for one in DOCUMENTS if one.open_to(request.actor)]
    forms = _narrowing(request, plan, *documents)
    return [_offer(request, plan, *pair) for pair in zip(documents, forms, strict=True)]


def _offer(request: PlanRequest, plan: Plan, document: Document, form: Narrowing) -> dict[str, Any]:
    return {
        "document": document,
        "about": document.about if takes_all(request.actor) else document.for_regions,
        "form": form,
        "url": f"outputs:{document.key}",
        "kinds": [(kind, KINDS[kind]) for kind in document.kinds],
        "ready": document.key != "published" or disclosed(_asked(request, plan, {})) is not None,
    }
