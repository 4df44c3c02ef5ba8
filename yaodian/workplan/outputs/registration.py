"""What outputs give to the floors below: the audit's word, the plan's tab, and the way there for a county."""

from __future__ import annotations

from yaodian.foundation.audit import words
from yaodian.workplan.plans import extending

from .access import may_take_own, offered
from .wording import ACTIONS


def register() -> None:
    words.register(ACTIONS)
    extending.register_tab(extending.Tab("outputs", "打印与导出", "outputs:page", offered, 60))
    extending.register_act(extending.Act("outputs", "打印与导出", "outputs:page", may_take_own))
