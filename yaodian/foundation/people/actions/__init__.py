"""Every write to regions, organisations, divisions, users and roles, by noun."""

from .accounts import (
    add_user,
    change_user,
    close_account,
    deactivate_user,
    end_session,
    make_password_link,
    open_account,
    reactivate_user,
    unlock,
)
from .factors import reset_second_factor
from .memberships import end_role, grant_role
from .places import (
    add_division,
    add_organisation,
    add_region,
    change_division,
    change_organisation,
    change_region,
)

__all__ = [
    "add_division",
    "add_organisation",
    "add_region",
    "add_user",
    "change_division",
    "change_organisation",
    "change_region",
    "change_user",
    "close_account",
    "deactivate_user",
    "end_role",
    "end_session",
    "grant_role",
    "make_password_link",
    "open_account",
    "reactivate_user",
    "reset_second_factor",
    "unlock",
]
