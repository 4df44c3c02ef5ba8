"""What ends with an account, and the words of the audit."""

from __future__ import annotations

from yaodian.foundation.audit import words
from yaodian.foundation.people import endings
from yaodian.foundation.people.delegating import end_delegations_of
from yaodian.foundation.people.tokens import end_tokens_of

from . import held

ACTIONS = {
    "make_token": "建立接口令牌",
    "revoke_token": "停用接口令牌",
    "api_refused": "接口令牌未被接受",
    "delegate_role": "委托代办",
    "end_delegation": "结束委托",
    "enter_details": "登记个人信息",
    "change_details": "更正个人信息",
    "open_details": "查看个人信息全文",
    "open_own_details": "查看自己的个人信息全文",
    "export_own_details": "导出自己的个人信息",
    "reseal_fields": "更换个人信息的加密密钥",
}


def register() -> None:
    words.register(ACTIONS)
    held.connect()
    endings.register(end_tokens_of)
    endings.register(end_delegations_of)
