"""The tables of people, by noun."""

from .delegations import Delegation
from .jobs import JobState
from .memberships import Membership, MembershipQuerySet
from .parameters import Parameter
from .personal import PersonalDetails
from .places import Division, Organisation, Region
from .requests import RoleRequest
from .tokens import ApiToken
from .users import PastPassword, User, UserManager, folded

__all__ = [
    "ApiToken",
    "Delegation",
    "Division",
    "JobState",
    "Membership",
    "MembershipQuerySet",
    "Organisation",
    "Parameter",
    "PastPassword",
    "PersonalDetails",
    "Region",
    "RoleRequest",
    "User",
    "UserManager",
    "folded",
]
