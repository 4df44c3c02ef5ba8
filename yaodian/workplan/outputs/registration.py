"""What outputs give to the floors below: the audit's word and the plan's tab."""

from __future__ import annotations

from yaodian.foundation.audit import words
from yaodian.workplan.plans import extending

from .access import offered
from .wording import ACTIONS


def register() -> None:
    words.register(ACTIONS)
    extending.register_tab(extending.Tab("outputs", "打印与导出", "outputs:page", offered, 60))
