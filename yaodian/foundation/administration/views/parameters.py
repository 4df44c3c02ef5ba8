"""参数: figures that administrators set while the site runs."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yaodian.foundation.audit.timeline import timeline
from yaodian.foundation.common.components import Column, Row
from yaodian.foundation.common.refusal import insist
from yaodian.foundation.flow.doors import Superseded
from yaodian.foundation.people import parameters
from yaodian.foundation.people.access import SEES_ACCOUNTS, may_set
from yaodian.foundation.people.actions.parameters import set_parameter
from yaodian.foundation.people.models import Parameter
from yaodian.foundation.people.parameters import Figure
from yaodian.foundation.people.profiles import LABELS, profile

from ..forms import FigureForm
from ..tables import link, tag
from .common import AdminRequest, only, show_form, tried

COLUMNS = [Column("参数"), Column("现在的值"), Column("可设范围"), Column("说明", "wide")]
LOG_SIZE = 20


@require_safe
@only(SEES_ACCOUNTS)
def parameter_list(request: AdminRequest) -> HttpResponse:
    told = dict(Parameter.objects.exclude(value=None).values_list("name", "value"))
    groups = [
        (head, [_cells(request, one, one.name in told) for one in figures])
        for head, figures in groupby(parameters.registered(), key=lambda one: one.group)
    ]
    context = {"groups": groups, "columns": COLUMNS, "profile": LABELS[profile()]}
    return render(request, "administration/parameters.html", context)


def _cells(request: AdminRequest, figure: Figure, is_set: bool) -> list[Any]:
    bounds = figure.bounds_now()
    mine = may_set(request.actor, figure) is None
    name = (
        link(reverse("administration:parameter", args=[figure.name]), figure.label) if mine else figure.label
    )
    now = f"{parameters.number(figure.name)} {figure.unit}"
    return [
        name,
        tag(now, "progress") if is_set else now,
        f"{bounds.least}–{bounds.most} {figure.unit}",
        figure.what,
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@only(SEES_ACCOUNTS)
def parameter(request: AdminRequest, name: str) -> HttpResponse:
    figure = parameters.figure(name)
    if figure is None:
        raise Http404
    insist(may_set(request.actor, figure))
    row = Parameter.objects.filter(name=name).first()
    now = {"value": row.value if row else None, "revision": row.revision if row else 0}
    form = FigureForm(request.POST if request.method == "POST" else None, initial=now)
    if form.is_valid() and (answer := _set(request, figure, form)):
        return answer
    return _show(request, figure, form, row)


def _set(request: AdminRequest, figure: Figure, form: FigureForm) -> HttpResponse | None:
    try:
        done = tried(form, set_parameter, figure, by=request.actor, **form.cleaned_data)
    except Superseded:
        messages.warning(request, "别人先改了这个参数，请看现在的值。")
        return redirect("administration:parameter", name=figure.name)
    if done is None:
        return None
    messages.success(request, f"“{figure.label}”已保存，几秒后在各处生效。")
    return redirect("administration:parameters")


def _show(request: AdminRequest, figure: Figure, form: FigureForm, row: Parameter | None) -> HttpResponse:
    bounds = figure.bounds_now()
    facts = [
        Row("现在的值", f"{parameters.number(figure.name)} {figure.unit}"),
        Row("默认值", f"{figure.default()} {figure.unit}"),
        Row("可设范围", f"{bounds.least} 到 {bounds.most} {figure.unit}（{LABELS[profile()]}）"),
    ]
    back = reverse("administration:parameters")
    return show_form(
        request,
        form,
        title=figure.label,
        summary=figure.what,
        button="保存",
        back=back,
        crumb="参数",
        crumb_url=back,
        facts=facts,
        after="administration/log.html",
        events=timeline(row, limit=LOG_SIZE) if row else [],
    )
