"""Who may do what with accounts, places, roles, parameters, jobs and the records of them.

Three administrators share the work: one keeps accounts, another decides on roles, a third reads what both did. A
page that is not for a role is not there for it (`sees_…`); an act that is not for a reader is refused with its
reason (`may_…`).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import SYSTEM, Actor
from yaodian.foundation.common.refusal import Refusal

from .models import Membership, RoleRequest, User
from .profiles import DUTIES
from .roles import ACCOUNT_KEEPERS, ADMINISTRATORS, ROLE_KEEPERS, Role

if TYPE_CHECKING:
    from .parameters import Figure

AUDIT = frozenset({Role.AUDIT_ADMIN})
SEES_ACCOUNTS = ACCOUNT_KEEPERS | ROLE_KEEPERS
SEES_REQUESTS = ADMINISTRATORS
SEES_SIGN_INS = ROLE_KEEPERS | AUDIT


def accounts_seen_by(actor: Actor) -> QuerySet[User]:
    return User.objects.all() if actor.role in SEES_ACCOUNTS else User.objects.none()


def may_keep_accounts(actor: Actor) -> Refusal | None:
    if actor.role not in ACCOUNT_KEEPERS:
        return Refusal("账号由系统管理员建立和停用。")
    return None


def is_administrator(user: User) -> bool:
    """Whether the person holds an administrator's role, today or from a later day, or one is asked for them."""
    held = Membership.objects.filter(user=OuterRef("pk"), role__in=ADMINISTRATORS)
    held = held.filter(Q(ends_on=None) | Q(ends_on__gte=clock.today()))
    asked = RoleRequest.objects.waiting().filter(
        user=OuterRef("pk"), role__in=ADMINISTRATORS, kind=RoleRequest.Kind.GRANT
    )
    return User.objects.filter(Exists(held) | Exists(asked), pk=user.pk).exists()


def may_give_link(actor: Actor, user: User) -> Refusal | None:
    """Never for an administrator: whoever sees the link could become them."""
    how = f"./run manage password_link {user.username}"
    words = f"管理员的密码不由另一位管理员重设。请运维人员在服务器上运行 {how}，把链接交给本人。"
    return _may_touch(actor, user, words)


def may_change_account(actor: Actor, user: User, fields: Collection[str]) -> Refusal | None:
    """An administrator's e-mail is the administrator's own: it is where a forgotten password is sent."""
    if "email" not in fields:
        return None if actor is SYSTEM else may_keep_accounts(actor)
    return _may_touch(
        actor, user, "管理员的电子邮箱由本人登录后更换，不由另一位管理员修改。请先改回原来的邮箱。"
    )


def may_reactivate(actor: Actor, user: User) -> Refusal | None:
    """An administrator comes back by the hands at the server, as their link does."""
    how = f"./run manage password_link {user.username} --reactivate 原因"
    words = f"管理员的账号不由另一位管理员恢复。请运维人员在服务器上运行 {how}，把链接交给本人。"
    return _may_touch(actor, user, words)


def may_reset_second_factor(actor: Actor, user: User) -> Refusal | None:
    """Only at the server: nobody who works on the pages can take a factor away from somebody else."""
    if actor is not SYSTEM:
        how = f"./run manage reset_second_factor {user.username} --reason 原因"
        return Refusal(f"两步验证由运维人员在服务器上重置：{how}。")
    return None


def _may_touch(actor: Actor, user: User, words: str) -> Refusal | None:
    """What could make one person become another: the system may, a keeper of accounts not with an administrator."""
    if actor is SYSTEM:
        return None
    if refusal := may_keep_accounts(actor):
        return refusal
    return Refusal(words) if is_administrator(user) else None


def may_deactivate(actor: Actor, user: User) -> Refusal | None:
    if refusal := may_keep_accounts(actor):
        return refusal
    if str(user.pk) == actor.id:
        return Refusal("不能停用自己的账号，请由另一位系统管理员办理。")
    return may_leave(user)


def may_leave(user: User) -> Refusal | None:
    """An office without somebody for one of the administrators' duties could not help itself."""
    if duty := duty_left_alone(user):
        return Refusal(f"{user.name}是唯一能“{duty}”的人。请先把这个角色授予另一个人，再来办理。")
    return None


def duty_left_alone(user: User, membership: Membership | None = None) -> str:
    """The duty that nobody would do without this person (or without this one role of theirs); "" for none."""
    held = Membership.objects.current().filter(role__in=ADMINISTRATORS, user__is_active=True)
    rows = list(held.values_list("pk", "user_id", "role"))
    only = {membership.pk} if membership is not None else {pk for pk, _user, _role in rows}
    going = {pk for pk, user_id, _role in rows if user_id == user.pk} & only
    for duty, roles in DUTIES.items():
        doing = {pk for pk, _user, role in rows if role in roles}
        if doing and doing <= going:
            return duty
    return ""


def may_unlock(actor: Actor) -> Refusal | None:
    if actor.role not in ROLE_KEEPERS:
        return Refusal("解除登录锁定由安全管理员办理。")
    return None


def may_ask_roles(actor: Actor, user: User) -> Refusal | None:
    if actor.role not in ACCOUNT_KEEPERS:
        return Refusal("授予和收回角色由系统管理员提出申请，由安全管理员审批。")
    if str(user.pk) == actor.id:
        return Refusal("不能为自己申请角色，请由另一位管理员提出。")
    return None


def may_decide(actor: Actor, request: RoleRequest) -> Refusal | None:
    if actor.role not in ROLE_KEEPERS:
        return Refusal("角色申请由安全管理员审批。")
    if request.asked_by_id == actor.user.pk:
        return Refusal("这份申请是您自己提出的，请由另一位安全管理员审批。")
    if request.user_id == actor.user.pk:
        return Refusal("这份申请涉及您自己的角色，请由另一位安全管理员审批。")
    return None


def may_withdraw(actor: Actor, request: RoleRequest) -> Refusal | None:
    if actor.role not in ACCOUNT_KEEPERS or request.asked_by_id != actor.user.pk:
        return Refusal("申请由提出的人撤回。")
    return None


def may_check(actor: Actor, request: RoleRequest) -> Refusal | None:
    if actor.role != Role.AUDIT_ADMIN:
        return Refusal("事后复核由审计管理员办理。")
    if request.decided_by_id != request.asked_by_id:
        return Refusal("这份申请已由两个人办理，不需要事后复核。")
    if actor.user.pk in (request.asked_by_id, request.user_id):
        return Refusal("这份申请涉及您自己，请由另一位审计管理员复核。")
    return None


def may_keep_jobs(actor: Actor) -> Refusal | None:
    if actor.role not in ACCOUNT_KEEPERS:
        return Refusal("后台任务由系统管理员管理。")
    return None


def may_end_sessions(actor: Actor) -> Refusal | None:
    if actor.role not in ACCOUNT_KEEPERS:
        return Refusal("在线用户由系统管理员管理。")
    return None


def may_set(actor: Actor, figure: Figure) -> Refusal | None:
    if actor.role not in figure.setters:
        who = "、".join(role.label for role in sorted(figure.setters - {Role.ADMIN}))
        return Refusal(f"“{figure.label}”由{who}设置。")
    return None
