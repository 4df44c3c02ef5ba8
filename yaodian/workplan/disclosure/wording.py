"""What the audit calls the actions of making public."""

from __future__ import annotations

ACTIONS = {
    "prepare_disclosure": "拟办公开",
    "change_disclosure": "修改公开拟办",
    "redact_task": "定为本项不予公开",
    "show_again": "取消本项不予公开",
    "check_disclosure": "通过保密审查",
    "send_disclosure_back": "退回公开拟办",
    "publish_disclosure": "批准公开",
    "keep_from_public": "批准不主动公开",
    "replace_disclosure": "由新版公开替换",
    "withdraw_disclosure": "撤回公开",
    "propose_release": "提出放开",
    "release": "批准放开",
    "refuse_release": "不批准放开",
    "take_back_release": "收回放开",
    "take_off_page": "从公开页面移除",
}
