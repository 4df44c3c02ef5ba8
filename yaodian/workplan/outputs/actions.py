"""The one write of outputs: who took which file when."""

from __future__ import annotations

from yaodian.foundation.audit import log
from yaodian.foundation.common.actor import Actor
from yaodian.workplan.plans.models import Plan

from .composing.output import Output


def record_export(plan: Plan, output: Output, kind: str, *, by: Actor) -> None:
    """Leave an entry about a file that has been made: its name, kind, version and what it was narrowed to."""
    scope = f"，{output.scope}" if output.scope else ""
    log.record("export", plan, by=by, reason=f"{output.name}（{kind}，第 {plan.version} 版{scope}）")
