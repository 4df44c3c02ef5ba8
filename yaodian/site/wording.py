"""Chinese words for what the foundation's own parts write into the audit."""

from __future__ import annotations

TYPES = {
    "plans.plan": "文件",
    "plans.task": "任务",
    "plans.target": "指标",
    "files.attachment": "附件",
    "desk.importbatch": "导入批次",
}

JOBS = {
    "clear_presence": ("清理在场标记", "清除一小时没有动静的“谁在看”标记。"),
    "clear_sessions": ("清理过期登录", "清除已经过期的登录。"),
}

ACTIONS = {
    "add_region": "登记地区",
    "add_organisation": "登记机构",
    "add_division": "设立科室",
    "add_user": "建立账号",
    "grant_role": "授予角色",
    "end_role": "终止角色",
    "make_password_link": "发出设置密码的链接",
    "sign_in": "登录",
    "sign_out": "退出登录",
    "sign_in_failed": "登录未成功",
    "sign_in_held": "登录被暂缓",
    "second_factor_failed": "两步验证未通过",
    "change_password": "修改密码",
    "set_password": "设置密码",
    "reset_password": "重设密码",
    "change_email": "更换电子邮箱",
    "add_email": "添加电子邮箱",
    "remove_email": "移除电子邮箱",
    "add_second_factor": "绑定两步验证",
    "remove_second_factor": "解除两步验证",
    "renew_second_factor": "重新生成恢复码",
    "rename_second_factor": "给安全密钥改名",
    "reseal_second_factor": "更换两步验证的加密密钥",
    "use_second_factor": "通过两步验证",
    "link_identity": "关联统一身份认证",
    "unlink_identity": "解除统一身份认证的关联",
    "end_device": "退出一台登录设备",
    "act_as": "切换角色",
    "keep_file": "存入文件",
}
