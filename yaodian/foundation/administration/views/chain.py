"""封存与核验: how far the audit is sealed and anchored, and a check of a part of it while one waits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from yaodian.foundation.audit import blocks
from yaodian.foundation.audit.anchor import Anchor, last_written
from yaodian.foundation.audit.blocks import Header
from yaodian.foundation.audit.health import ALERT_AFTER, late_words, sealing_lag
from yaodian.foundation.audit.log import record
from yaodian.foundation.audit.models import Result
from yaodian.foundation.common import clock
from yaodian.foundation.common.components import Row
from yaodian.foundation.people.access import AUDIT

from ..forms import ChainForm
from ..verifying import Outcome, verify_range
from .common import AdminRequest, only

USUAL_RANGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@only(AUDIT)
def chain(request: AdminRequest) -> HttpResponse:
    lag, head, anchor = sealing_lag(), blocks.head(), last_written()
    form = ChainForm(request.POST if request.method == "POST" else None, initial=_usual(head, anchor))
    outcome = _verified(request, form) if form.is_valid() else None
    context = {
        "facts": _facts(lag, head, anchor),
        "late": lag > ALERT_AFTER,
        "form": form,
        "outcome": outcome,
        "sealed": head is not None,
    }
    return render(request, "administration/chain.html", context, status=422 if form.errors else 200)


def _verified(request: AdminRequest, form: ChainForm) -> Outcome:
    outcome = verify_range(form.cleaned_data["first"], form.cleaned_data["last"])
    after = {
        "first": outcome.first,
        "last": outcome.last,
        "entries": outcome.entries,
        "outcome": outcome.words,
    }
    result = Result.FAILED if outcome.trouble else Result.DONE
    record("verify_chain", by=request.actor, after=after, result=result)
    return outcome


def _usual(head: Header | None, anchor: Anchor | None) -> dict[str, Any]:
    """The blocks up to the latest anchor, or up to the newest block where there is none."""
    last = anchor.n if anchor else head.n if head else 1
    return {"first": max(1, last - USUAL_RANGE + 1), "last": last}


def _facts(lag: float, head: Header | None, anchor: Anchor | None) -> list[Row]:
    return [
        Row("封存区块", f"{head.n:,}" if head else "还没有"),
        Row("最新区块的时间", minute(head.sealed_at) if head else ""),
        Row("等待封存", late_words(lag) if lag > ALERT_AFTER else "没有积压"),
        Row("最近一次存证", f"第 {anchor.n:,} 块，{minute(anchor.at)}" if anchor else "还没有"),
    ]


def minute(moment: str) -> str:
    """An ISO moment as the office writes it."""
    return f"{datetime.fromisoformat(moment).astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
