"""审计检索: what was done, one entry with its proof; and for the security administrator what the auditor did."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from yaodian.foundation.audit import proof, words
from yaodian.foundation.audit.log import record
from yaodian.foundation.audit.models import Entry, Seal
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.components import Column, Row
from yaodian.foundation.people.access import AUDIT
from yaodian.foundation.people.roles import ROLE_KEEPERS, Role

from .. import tables
from ..finding import found, kinds
from ..forms import AuditFilter
from .common import EXPORT_LIMIT, AdminRequest, cleaned, exported, is_export, listing, only, show_list

FIELD_COLUMNS = [Column("字段"), Column("之前", "wide"), Column("之后", "wide")]
LONGEST = 400


def entries_seen_by(actor: Actor) -> QuerySet[Entry]:
    """All for the audit administrator; what that one did for who gives roles; nothing for others."""
    if actor.role in AUDIT:
        return Entry.objects.all()
    return Entry.objects.filter(role=Role.AUDIT_ADMIN) if actor.role in ROLE_KEEPERS else Entry.objects.none()


@require_safe
@only(AUDIT)
def search(request: AdminRequest) -> HttpResponse:
    return _list(
        request, "审计检索", "谁在什么时候对什么做了什么，结果怎样。记录只增不改，每条都可以取得封存证明。"
    )


@require_safe
@only(ROLE_KEEPERS)
def watch(request: AdminRequest) -> HttpResponse:
    return _list(request, "审计管理员的操作", "审计管理员查阅、导出和核验的记录，由安全管理员留意。")


def _list(request: AdminRequest, title: str, summary: str) -> HttpResponse:
    form = AuditFilter(request.GET, kinds=kinds())
    rows = found(entries_seen_by(request.actor), cleaned(form))
    if is_export(request):
        record("export_audit", by=request.actor, after={"query": request.GET.urlencode()[:300]})
        return exported(title, tables.AUDIT_HEADS, tables.entry_rows(rows.order_by("-id")[:EXPORT_LIMIT]))
    told = listing(request, rows)
    return show_list(
        request,
        tables.AUDIT_COLUMNS,
        tables.entry_cells(told["page"].rows),
        told,
        form=form,
        title=title,
        summary=summary,
        exportable=True,
        empty=("还没有记录", "有人办理后会出现在这里。"),
    )


@require_safe
@only(AUDIT | ROLE_KEEPERS)
def entry(request: AdminRequest, entry_id: int) -> HttpResponse:
    """One entry: before and after, and where it is sealed."""
    one = get_object_or_404(entries_seen_by(request.actor), pk=entry_id)
    context = {
        "entry": one,
        "title": words.of_action(one.action),
        "kind": tables.RESULT_KINDS.get(one.result, "plain"),
        "facts": _facts(one),
        "columns": FIELD_COLUMNS,
        "fields": _fields(one),
        "proof": _proof(one),
        "may_prove": request.actor.role in AUDIT,
    }
    return render(request, "administration/entry.html", context)


def _facts(one: Entry) -> list[Row]:
    rows = [
        Row("编号", f"{one.pk:,}"),
        Row("时间", tables.second(one.at)),
        Row("人员", one.actor_label),
        Row("身份", one.role_label),
        Row("代", one.behalf_label),
        Row("对象类别", words.of_type(one.object_type)),
        Row("对象", one.object_label),
        Row("原因", one.reason),
        Row("来源地址", one.address),
        Row("请求", f"{one.method} {one.path}".strip()),
        Row("请求编号", one.request_id),
    ]
    return [row for row in rows if row.value]


def _fields(one: Entry) -> list[list[str]]:
    names = words.names_in([one])
    keys = sorted({**one.before, **one.after}, key=lambda name: words.place_of_field(one.object_type, name))
    return [
        [
            words.of_field(one.object_type, name),
            _told(one, one.before, name, names),
            _told(one, one.after, name, names),
        ]
        for name in keys
    ]


def _told(one: Entry, values: dict[str, Any], name: str, names: words.Names) -> str:
    if name not in values:
        return "—"
    return words.of_value(one.object_type, name, values[name], names)[:LONGEST]


def _proof(one: Entry) -> dict[str, Any]:
    """Where the entry is sealed, and whether its bytes still lead to its block."""
    if not Seal.objects.filter(entry_id=one.pk).exists():
        return {"sealed": False}
    made = proof.make(one.pk)
    block = proof.check(made)
    return {"sealed": True, "sound": block is not None, "n": made["block"]["n"], "index": made["index"] + 1,
            "count": made["block"]["count"], "root": made["block"]["root"], "hash": made["block"]["hash"],
            "steps": len(made["path"])}  # fmt: skip


@require_safe
@only(AUDIT)
def proof_file(request: AdminRequest, entry_id: int) -> HttpResponse:
    """The proof as a file that `audit_proof --check` reads on any machine."""
    one = get_object_or_404(entries_seen_by(request.actor), pk=entry_id)
    try:
        made = proof.make(one.pk)
    except proof.NotSealed:
        return render(request, "administration/not_sealed.html", {"entry": one}, status=409)
    record("take_proof", by=request.actor, after={"entry": one.pk})
    response = HttpResponse(json.dumps(made, ensure_ascii=False), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="proof-{one.pk}.json"'
    return response
