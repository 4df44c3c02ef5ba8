"""Who acts: a person in one of their roles, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Actor:
    """A user acting in one membership, at times on behalf of another user.

    `user` is a `people.User` and `membership` a `people.Membership`; they are untyped here because this
    module stands below people. `role` and `label` are what the audit keeps: they do not change when the
    person is later renamed or leaves.
    """

    user: Any
    membership: Any = None
    on_behalf_of: Any = None

    @property
    def id(self) -> str:
        return str(self.user.pk) if self.user is not None else ""

    @property
    def label(self) -> str:
        return self.user.get_full_name() or self.user.get_username() if self.user is not None else "系统"

    @property
    def role(self) -> str:
        return self.membership.role if self.membership is not None else ""

    @property
    def role_label(self) -> str:
        return self.membership.label if self.membership is not None else ""


class _Anonymous(Actor):
    """Somebody who has not signed in."""

    @property
    def label(self) -> str:
        return "未登录"


SYSTEM = Actor(user=None)
ANONYMOUS = _Anonymous(user=None)
