"""Chinese words for what is done with accounts, places, roles, parameters and jobs."""

from __future__ import annotations

ACTIONS = {
    "change_region": "修改地区",
    "change_organisation": "修改单位",
    "change_division": "修改科室",
    "change_user": "修改账号",
    "deactivate_user": "停用账号",
    "reactivate_user": "恢复账号",
    "unlock_user": "解除登录锁定",
    "reset_second_factor": "重置两步验证",
    "end_session": "结束登录",
    "ask_for_role": "申请角色变动",
    "agree_role": "同意角色申请",
    "refuse_role": "不同意角色申请",
    "withdraw_role_request": "撤回角色申请",
    "check_role_request": "事后复核角色变动",
    "set_parameter": "设置参数",
    "ask_for_run": "要求立即运行",
    "first_run": "首次建立管理员",
}

TYPES = {
    "people.user": "账号",
    "people.membership": "任职",
    "people.region": "地区",
    "people.organisation": "单位",
    "people.division": "科室",
    "people.rolerequest": "角色申请",
    "people.delegation": "委托",
    "people.apitoken": "接口令牌",
    "people.parameter": "参数",
    "people.jobstate": "后台任务",
    "people.personaldetails": "个人信息",
}

# What the line of a decision says by its act, its person and its time.
UNDERSTOOD = ("state", "membership", "decided_by", "decided_at", "opinion", "checked_by", "checked_at")

JOBS = {
    "seal_audit": ("封存审计记录", "把新的审计记录封成区块，并定时存证。"),
    "close_idle_accounts": (
        "停用长期不用的账号",
        "按参数“长期不用的账号自动停用”办理，每停用一个都有审计记录。",
    ),
}
