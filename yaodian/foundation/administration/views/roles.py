"""角色: who holds what on a day."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from yaodian.foundation.common import clock
from yaodian.foundation.people.access import SEES_ACCOUNTS
from yaodian.foundation.people.models import Membership

from .. import tables
from ..forms import RoleFilter
from .common import AdminRequest, cleaned, exported, is_export, listing, only, show_list


@require_safe
@only(SEES_ACCOUNTS)
def roles(request: AdminRequest) -> HttpResponse:
    form = RoleFilter(request.GET)
    wanted = cleaned(form)
    day = wanted.get("day") or clock.today()
    rows = Membership.objects.on(day).filter(user__is_active=True)
    rows = rows.select_related("user", "organisation", "division", "region")
    if q := wanted.get("q"):
        places = Q(organisation__name__icontains=q) | Q(division__name__icontains=q)
        rows = rows.filter(Q(user__name__icontains=q) | places)
    if wanted.get("role"):
        rows = rows.filter(role=wanted["role"])
    if is_export(request):
        return exported(
            "角色", tables.ROLE_HEADS, tables.role_rows(rows.order_by("user__order", "user_id", "id"))
        )
    told = listing(request, rows, ("id",))
    return show_list(
        request,
        tables.ROLE_COLUMNS,
        tables.role_cells(told["page"].rows),
        told,
        form=form,
        title="角色",
        summary=f"{day:%Y年%-m月%-d日}在用账号担任的角色。授予和收回在账号页面申请。",
        exportable=True,
        unit="项",
        empty=("这一天没有人担任角色", "换一个日期再看。"),
    )
