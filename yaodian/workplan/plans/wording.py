"""What the audit calls the actions on plans."""

from __future__ import annotations

ACTIONS = {
    "import_plan": "导入文件",
    "finish_review": "完成核对",
    "reopen_review": "重新打开核对",
    "withdraw_plan": "撤下文件",
    "accept_task": "采纳任务",
    "accept_target": "采纳指标",
    "reject_task": "剔除任务",
    "reject_target": "剔除指标",
    "restore_task": "恢复任务为待核对",
    "restore_target": "恢复指标为待核对",
    "correct_task": "更正任务",
    "correct_target": "更正指标",
    "add_task": "补充任务",
    "add_target": "补充指标",
    "replace_task": "拆分或合并任务",
    "replace_target": "拆分或合并指标",
    "rehouse_target": "指标改归任务",
    "hand_in_task_table": "上传任务分解表",
    "name_columns": "对应任务分解表的列",
    "remember_columns": "记住任务分解表的列",
    "take_over_task": "按任务分解表更新任务",
    "take_over_tasks": "接入任务分解表",
    "drop_task_table": "放弃任务分解表",
}
