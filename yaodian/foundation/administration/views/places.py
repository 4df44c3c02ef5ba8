"""组织机构与科室: regions, organisations and their divisions, in the office's own order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yaodian.foundation.audit.timeline import timeline
from yaodian.foundation.common import clock
from yaodian.foundation.common.components import Column, Item, Row
from yaodian.foundation.people import actions
from yaodian.foundation.people.models import Division, Organisation, Region
from yaodian.foundation.people.roles import ACCOUNT_KEEPERS

from ..forms import DivisionForm, OrganisationForm, RegionForm
from ..tables import link, tag
from .common import AdminRequest, listing, only, show_form, show_list

LOG_SIZE = 20
REGION_COLUMNS = [
    Column("名称"),
    Column("类别"),
    Column("行政区划代码"),
    Column("单位", "num"),
    Column("排序", "num"),
]
ORGANISATION_COLUMNS = [
    Column("全称", "wide"),
    Column("简称"),
    Column("类别"),
    Column("所在地区"),
    Column("排序", "num"),
]
DIVISION_COLUMNS = [
    Column("名称"),
    Column("简称"),
    Column("别名", "wide"),
    Column("标记"),
    Column("排序", "num"),
]
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class PlaceFilter(forms.Form):
    q = forms.CharField(label="全称或简称含", required=False, max_length=60)
    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), *Organisation.Kind.choices])


@require_safe
@only(ACCOUNT_KEEPERS)
def places(request: AdminRequest) -> HttpResponse:
    """The regions; few enough for one page."""
    regions = list(Region.objects.prefetch_related("organisations"))
    cells = [
        [
            link(reverse("administration:region", args=[one.pk]), one.name),
            one.get_kind_display(),
            one.code,
            len(one.organisations.all()),
            one.order,
        ]
        for one in regions
    ]
    context = {"columns": REGION_COLUMNS, "rows": cells, "tabs": _tabs("regions"), "bureau": _bureau()}
    return render(request, "administration/places.html", context)


def _tabs(here: str) -> list[Item]:
    pairs = [
        ("regions", "地区", "administration:places"),
        ("organisations", "单位", "administration:organisations"),
    ]
    return [Item(label, reverse(name), active=key == here) for key, label, name in pairs]


def _bureau() -> Organisation | None:
    return Organisation.objects.filter(kind=Organisation.Kind.BUREAU).first()


@require_safe
@only(ACCOUNT_KEEPERS)
def organisations(request: AdminRequest) -> HttpResponse:
    form = PlaceFilter(request.GET)
    form.is_valid()
    rows = Organisation.objects.select_related("region")
    if q := form.cleaned_data.get("q"):
        rows = rows.filter(name__icontains=q) | rows.filter(short_name__icontains=q)
    if kind := form.cleaned_data.get("kind"):
        rows = rows.filter(kind=kind)
    told = listing(request, rows, ("order", "id"))
    return show_list(
        request,
        ORGANISATION_COLUMNS,
        [_organisation_cells(one) for one in told["page"].rows],
        told,
        form=form,
        title="单位",
        summary="市科技局、县区主管部门、企业和院校等。打开一个单位可以设它的科室。",
        buttons=[("登记单位", reverse("administration:organisation_new"), True)],
        crumb="组织机构与科室",
        crumb_url=reverse("administration:places"),
        unit="个",
        empty=("还没有单位", "登记单位后才能在里面设科室、授予角色。"),
    )


def _organisation_cells(one: Organisation) -> list[Any]:
    url = reverse("administration:organisation", args=[one.pk])
    return [link(url, one.name), one.short_name or "—", one.get_kind_display(), one.region.name, one.order]


@require_safe
@only(ACCOUNT_KEEPERS)
def organisation(request: AdminRequest, organisation_id: int) -> HttpResponse:
    found = get_object_or_404(Organisation.objects.select_related("region"), pk=organisation_id)
    facts = [
        Row("简称", found.short_name),
        Row("类别", found.get_kind_display()),
        Row("统一社会信用代码", found.uscc),
        Row("所在地区", found.region.name),
    ]
    context = {
        "organisation": found,
        "facts": facts,
        "columns": DIVISION_COLUMNS,
        "rows": [_division_cells(one) for one in found.divisions.all()],
        "events": timeline(found, limit=LOG_SIZE),
    }
    return render(request, "administration/organisation.html", context)


def _division_cells(one: Division) -> list[Any]:
    closed = one.closed_on is not None and one.closed_on <= clock.today()
    marks = tag("已撤并", "off") if closed else tag("承办党务", "progress") if one.party_affairs else "—"
    url = reverse("administration:division", args=[one.pk])
    return [link(url, one.name), one.short_name or "—", "、".join(one.aliases) or "—", marks, one.order]


@get_or_post
@only(ACCOUNT_KEEPERS)
def region_new(request: AdminRequest) -> HttpResponse:
    form = RegionForm(request.POST if request.method == "POST" else None)

    def add() -> str:
        parent = Region.objects.filter(kind=Region.Kind.CITY).first()
        actions.add_region(by=request.actor, parent=parent, **form.cleaned_data)
        return reverse("administration:places")

    return _edited(request, form, add, "登记地区", "登记", reverse("administration:places"), "组织机构与科室")


@get_or_post
@only(ACCOUNT_KEEPERS)
def region(request: AdminRequest, region_id: int) -> HttpResponse:
    found = get_object_or_404(Region, pk=region_id)
    form = RegionForm(request.POST if request.method == "POST" else None, region=found)

    def change() -> str:
        actions.change_region(found, by=request.actor, **form.cleaned_data)
        return reverse("administration:places")

    back = reverse("administration:places")
    return _edited(request, form, change, f"修改地区：{found.name}", "保存", back, "组织机构与科室")


@get_or_post
@only(ACCOUNT_KEEPERS)
def organisation_new(request: AdminRequest) -> HttpResponse:
    form = OrganisationForm(request.POST if request.method == "POST" else None)

    def add() -> str:
        made = actions.add_organisation(by=request.actor, **form.cleaned_data)
        return reverse("administration:organisation", args=[made.pk])

    return _edited(request, form, add, "登记单位", "登记", reverse("administration:organisations"), "单位")


@get_or_post
@only(ACCOUNT_KEEPERS)
def organisation_change(request: AdminRequest, organisation_id: int) -> HttpResponse:
    found = get_object_or_404(Organisation, pk=organisation_id)
    form = OrganisationForm(request.POST if request.method == "POST" else None, organisation=found)
    back = reverse("administration:organisation", args=[found.pk])

    def change() -> str:
        actions.change_organisation(found, by=request.actor, **form.cleaned_data)
        return back

    return _edited(request, form, change, "修改单位", "保存", back, found.name)


@get_or_post
@only(ACCOUNT_KEEPERS)
def division_new(request: AdminRequest, organisation_id: int) -> HttpResponse:
    found = get_object_or_404(Organisation, pk=organisation_id)
    form = DivisionForm(request.POST if request.method == "POST" else None, organisation=found)
    back = reverse("administration:organisation", args=[found.pk])

    def add() -> str:
        actions.add_division(found, by=request.actor, **form.cleaned_data)
        return back

    return _edited(request, form, add, "设立科室", "设立", back, found.name)


@get_or_post
@only(ACCOUNT_KEEPERS)
def division(request: AdminRequest, division_id: int) -> HttpResponse:
    found = get_object_or_404(Division.objects.select_related("organisation"), pk=division_id)
    own = found.organisation
    form = DivisionForm(request.POST if request.method == "POST" else None, organisation=own, division=found)
    back = reverse("administration:organisation", args=[own.pk])

    def change() -> str:
        actions.change_division(found, by=request.actor, **form.cleaned_data)
        return back

    return _edited(request, form, change, f"修改科室：{found.name}", "保存", back, own.name)


def _edited(
    request: AdminRequest,
    form: forms.Form,
    act: Callable[[], str],
    title: str,
    button: str,
    back: str,
    crumb: str,
) -> HttpResponse:
    """Act on a form without faults and go where the act says; otherwise show it."""
    if form.is_valid():
        to = act()
        messages.success(request, "已保存。")
        return redirect(to)
    return show_form(request, form, title=title, button=button, back=back, crumb=crumb, crumb_url=back)
