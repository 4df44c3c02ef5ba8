"""What the audit calls the actions on progress."""

from __future__ import annotations

ACTIONS = {
    "report_progress": "填报进展",
    "revise_report": "修改后再报进展",
    "confirm_report": "确认进展",
    "return_report": "退回进展",
    "withdraw_report": "撤回进展",
    "reach_milestone": "登记节点完成",
    "reopen_milestone": "撤销节点完成",
    "close_report": "随专项登记撤回进展",
}
