"""What else waits in the demo city's offices: a delegation, a request for a role, personal details, the register."""

from __future__ import annotations

from datetime import date

from yaodian.foundation.people.actions.requests import ask_for_role
from yaodian.foundation.people.checking import Wish
from yaodian.foundation.people.delegating import delegate_role
from yaodian.foundation.people.models import Division, User
from yaodian.foundation.people.numbers import check_character
from yaodian.foundation.people.personal import change_details
from yaodian.foundation.people.roles import Role
from yaodian.workplan.restricted.access import entered
from yaodian.workplan.restricted.actions.keeping import change_matter
from yaodian.workplan.restricted.models import Matter

from .desk import Day, person

# login, mobile number, the first 17 digits of an identity number: a region that does not exist, so nobody's.
DETAILS = [
    ("pei", "13900000011", "99010219940512002"),
    ("gu", "13900000012", "99010319881103001"),
    ("liang", "13900000013", "99012119860227003"),
    ("county3", "13900000014", "99012119900816002"),
]


def furnish() -> None:
    """The middle of April, in the transaction at hand."""
    day = Day(2026, 4, 13, 9)
    for login, mobile, first in DETAILS:
        day.do(lambda login=login, mobile=mobile, first=first: _tell_own(login, mobile, first))  # type: ignore[misc]
    chief, clerk = person("su"), User.objects.get(username="pei")
    away = (date(2026, 4, 14), date(2026, 4, 18))
    day.do(lambda: delegate_role(chief.membership, clerk, *away, "赴省科技厅培训", by=chief))
    day.do(_ask, 600)
    day.do(_name_in_register, 600)


def _tell_own(login: str, mobile: str, first: str) -> None:
    own = person(login)
    identity = first + check_character(first)
    change_details(own.user, {"phone": mobile, "id_number": identity}, revision=0, by=own)


def _ask() -> None:
    """The countryside division has no chief: the system administrator asks for one."""
    division = Division.objects.select_related("organisation").get(name="农村科技科")
    wish = Wish(
        user=User.objects.get(username="liang"),
        role=Role.CHIEF,
        organisation=division.organisation,
        division=division,
        region=None,
        title="副科长（主持工作）",
        starts_on=date(2026, 4, 20),
        ends_on=None,
    )
    ask_for_role(wish, by=person("sysadmin"), reason="科长退休，局党组会议研究由其主持工作。")


def _name_in_register() -> None:
    keeper = person("meng")
    with entered(keeper):
        matter = Matter.objects.first()
    if matter is not None:
        named = User.objects.get(username="tang")
        due = date(2026, 12, 20)
        change_matter(matter, by=keeper, revision=matter.revision, done_on=None, person=named, due_on=due)
