"""后台任务 and 备份状态: does the machine do what it should when nobody looks?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from yaodian.foundation.common import clock, periodic
from yaodian.foundation.common.components import Column
from yaodian.foundation.common.periodic import RETRY, Job
from yaodian.foundation.people import jobs as running
from yaodian.foundation.people import parameters
from yaodian.foundation.people.models import JobState
from yaodian.foundation.people.roles import ACCOUNT_KEEPERS

from .. import backups as noted
from ..tables import moment, still, tag
from .common import AdminRequest, only

SILENT_AFTER = timedelta(minutes=3)
BACKUP_COLUMNS = [
    Column("备份时间"), Column("文件", "nowrap"), Column("大小", "nowrap"), Column("数据行", "num"), Column("附件", "num"),
    Column("最近核对", "nowrap"), Column("SHA-256", "wide"),
]  # fmt: skip


@require_safe
@only(ACCOUNT_KEEPERS)
def jobs(request: AdminRequest) -> HttpResponse:
    states = {state.name: state for state in JobState.objects.all()}
    rows = [_row(job, states.get(job.name)) for job in periodic.registered()]
    seen = max((state.finished_at for state in states.values() if state.finished_at), default=None)
    silent = seen is None or clock.now() - seen > SILENT_AFTER
    return render(
        request, "administration/jobs.html", {"rows": rows, "silent": silent, "seen": moment(seen, "")}
    )


def _row(job: Job, state: JobState | None) -> dict[str, Any]:
    label, what = running.words_of(job.name)
    asked = state is not None and _is_asked(state)
    return {
        "name": job.name,
        "label": label,
        "what": what,
        "every": every(job.every),
        "started": moment(state.started_at if state else None, "还没有运行"),
        "finished": moment(state.finished_at if state else None),
        "trouble": state.trouble if state else "",
        "failed": moment(state.failed_at if state else None, ""),
        "state": _tag(state, asked),
        "due": _due(job, state),
        "asked": asked,
    }


def _is_asked(state: JobState) -> bool:
    return state.asked_at is not None and (state.started_at is None or state.asked_at > state.started_at)


def _tag(state: JobState | None, asked: bool) -> Any:
    if asked:
        return tag("等待运行", "progress")
    if state is None:
        return tag("还没有运行", "plain")
    return tag("出错", "late") if state.trouble else tag("正常", "good")


def _due(job: Job, state: JobState | None) -> str:
    """When it runs next; those of every minute and less are always about to."""
    if state is None or state.started_at is None or job.every <= RETRY:
        return "随时"
    wait = min(job.every, RETRY) if state.trouble else job.every
    return moment(state.started_at + timedelta(seconds=wait))


def every(seconds: float) -> str:
    for unit, words in ((86_400, "天"), (3_600, "小时"), (60, "分钟")):
        if seconds >= unit and not seconds % unit:
            return f"每 {seconds / unit:.0f} {words}"
    return f"每 {seconds:.0f} 秒"


@require_POST
@only(ACCOUNT_KEEPERS)
def job_run(request: AdminRequest, job_name: str) -> HttpResponse:
    try:
        running.ask_for_run(job_name, by=request.actor)
    except KeyError:
        raise Http404 from None
    messages.success(request, f"已要求运行“{running.words_of(job_name)[0]}”，几秒后刷新可以看到结果。")
    return redirect("administration:jobs")


@require_safe
@only(ACCOUNT_KEEPERS)
def backups(request: AdminRequest) -> HttpResponse:
    found = noted.known()
    rows = [
        [
            still(moment(one.made_at)),
            one.file,
            filesizeformat(one.size),
            one.rows,
            one.files,
            moment(one.verified_at),
            format_html('<span class="a-digest">{}</span>', one.sha256),
        ]
        for one in found
    ]
    context = {
        "rows": rows,
        "columns": BACKUP_COLUMNS,
        "trouble": noted.trouble(),
        "age": noted.age_words(noted.age(found[0])) if found else "",
        "hours": parameters.number(noted.AGE.name),
        "parameter_url": reverse("administration:parameter", args=[noted.AGE.name]),
    }
    return render(request, "administration/backups.html", context)
