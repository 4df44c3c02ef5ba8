"""What the administrators' pages give to the floors below: to-dos, parameters, words of the audit and of jobs."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from yaodian.foundation.audit import words
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.notices import todos
from yaodian.foundation.people import parameters
from yaodian.foundation.people.models import RoleRequest
from yaodian.foundation.people.roles import ACCOUNT_KEEPERS, ROLE_KEEPERS, Role

from . import backups

ACTIONS = {
    "export_audit": "导出审计记录",
    "export_sign_ins": "导出登录记录",
    "take_proof": "取得封存证明",
    "verify_chain": "核验封存",
}


def connect() -> None:
    words.register(ACTIONS)
    parameters.register(backups.AGE)
    todos.register("role requests", waiting_requests)
    todos.register("backups", old_backup)


def waiting_requests(actor: Actor) -> Iterator[todos.Todo]:
    """Requests to decide on for the security administrator, to look at for the audit administrator."""
    url = reverse("administration:requests")
    if actor.role in ROLE_KEEPERS:
        others = RoleRequest.objects.waiting().exclude(asked_by=actor.user).exclude(user=actor.user)
        if count := others.count():
            yield todos.Todo(title="审批角色申请", url=f"{url}?state=asked", count=count)
    if actor.role == Role.AUDIT_ADMIN and (count := RoleRequest.objects.unchecked().count()):
        yield todos.Todo(title="事后复核角色变动", url=f"{url}?state=unchecked", count=count)


def old_backup(actor: Actor) -> Iterator[todos.Todo]:
    if actor.role in ACCOUNT_KEEPERS and (told := backups.trouble()):
        yield todos.Todo(title="处理备份", url=reverse("administration:backups"), detail=told)
