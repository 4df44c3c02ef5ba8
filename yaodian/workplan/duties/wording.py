"""What the audit calls the actions on duties and shares."""

from __future__ import annotations

ACTIONS = {
    "prepare_duties": "建立责任分解",
    "assign_duty": "分解责任",
    "set_supporting": "确定配合科室",
    "keep_duty_open": "按一般任务办理",
    "cancel_duty": "取消责任分解",
    "reinstate_duty": "恢复责任分解",
    "add_milestone": "增加节点",
    "change_milestone": "修改节点",
    "drop_milestone": "节点不再计算",
    "set_pace": "确定基数和节奏",
    "set_share": "分解到县（市、区）",
    "fill_duties": "批量填写",
    "hand_in_duties": "上传责任分解表",
    "take_over_duties": "接入责任分解表",
    "drop_duty_table": "放弃责任分解表",
    "issue_duty": "下达任务",
    "issue_plan": "分解下达",
}
