"""Who is told of a report and of what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.urls import reverse

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.notices.actions import tell
from yaodian.foundation.people.models import Membership, User
from yaodian.foundation.people.roles import Role

from .access import duty_of, people_of
from .models import Report
from .naming import name_of


def tell_confirmers(reports: Sequence[Report], by: Actor) -> None:
    """One message for all reports of one sending to those who confirm them."""
    for people, those in _by_confirmers(reports, by).items():
        first = name_of(those[0])
        words = f"{by.label}填报了{first}" + (f"等 {len(those)} 项" if len(those) > 1 else "")
        tell(User.objects.filter(pk__in=people), f"{words}的进展，请确认。", reverse("progress:confirming"))


def _by_confirmers(reports: Iterable[Report], by: Actor) -> dict[frozenset[int], list[Report]]:
    found: dict[frozenset[int], list[Report]] = defaultdict(list)
    for report in reports:
        found[frozenset(confirmers(report) - people_of(by))].append(report)
    return found


def confirmers(report: Report) -> set[int]:
    """The chiefs of the lead division; where there are none beside the maker, the responsible leader."""
    duty, makers = duty_of(report.subject), {report.made_by_id, report.made_for_id}
    place = {"division": duty.lead_id} if duty is not None else {"organisation": report.plan.organisation_id}
    chiefs = Membership.objects.current().filter(role=Role.CHIEF, user__is_active=True, **place)
    found: set[int] = set(chiefs.values_list("user_id", flat=True)) - makers
    if found or duty is None or duty.leader_id is None:
        return found
    return {duty.leader_id}


def tell_makers(reports: Iterable[Report], words: str, by: Actor) -> None:
    """One message to each maker about what became of their reports; nobody is told of their own act."""
    those: dict[int, list[Report]] = defaultdict(list)
    for report in reports:
        if report.made_by_id != by.user.pk:
            those[report.made_by_id].append(report)
    for maker, found in those.items():
        about = name_of(found[0]) + (f"等 {len(found)} 项" if len(found) > 1 else "")
        url = found[0].get_absolute_url()
        tell(User.objects.filter(pk=maker), f"{about}的进展{words}。"[:300], url)
