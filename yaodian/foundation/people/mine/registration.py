"""What ends with an account, and the words of the audit."""

from __future__ import annotations

from yaodian.foundation.audit import words
from yaodian.foundation.people import endings
from yaodian.foundation.people.delegating import end_delegations_of
from yaodian.foundation.people.tokens import end_tokens_of

ACTIONS = {
    "make_token": "建立接口令牌",
    "revoke_token": "停用接口令牌",
    "api_refused": "接口令牌未被接受",
    "delegate_role": "委托代办",
    "end_delegation": "结束委托",
}


def register() -> None:
    words.register(ACTIONS)
    endings.register(end_tokens_of)
    endings.register(end_delegations_of)
