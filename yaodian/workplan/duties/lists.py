"""任务清单 and 责任清单: a plan's duties by section and by division, filtered and in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q, QuerySet

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.people.models import Division, Region
from yaodian.workplan.plans.models import Plan, Target, Task

from .checking import missing_fields
from .models import Duty, Pace, Share
from .naming import Bureau, in_order
from .overload import SUMMED, Overload, open_targets, overload_of, overloads
from .states import DutyState

MISSING = {
    "lead": "牵头科室",
    "leader": "责任领导",
    "starts_on": "开始日期",
    "due_on": "完成时限",
    "weight": "权重",
}
ORDERS = {
    "": ("task__start", "pk"),
    "due": (F("due_on").asc(nulls_last=True), "task__start"),
    "weight": (F("weight").desc(nulls_last=True), "task__start"),
}


@dataclass
class Line:
    """One duty with what lists show beside it."""

    duty: Duty
    supporting: list[Division]
    overloads: list[Overload] = field(default_factory=list)

    @property
    def section(self) -> str:
        return " › ".join(self.duty.task.section)

    @property
    def missing(self) -> str:
        return "、".join(MISSING[name] for name in missing_fields(self.duty))

    @property
    def supporting_words(self) -> str:
        return "、".join([*map(str, self.supporting), *filter(None, [self.duty.supporting_others])])


@dataclass
class Group:
    """Lines under one heading."""

    title: str
    lines: list[Line] = field(default_factory=list)


def duties_seen(plan: Plan, actor: Actor, wanted: Mapping[str, Any]) -> QuerySet[Duty]:
    """The duties of `plan` that the person sees and asks for; cancelled ones only when asked."""
    rows = Duty.objects.visible_to(actor).filter(task__plan=plan)
    cancelled = wanted.get("state") == DutyState.CANCELLED
    rows = rows.open_work().filter(state=DutyState.CANCELLED) if cancelled else rows.standing()
    rows = rows.filter(_conditions(wanted)).annotate(
        n_steps=Count("milestones", filter=_counting, distinct=True),
        supporting_keys=ArraySubquery(_supporting.filter(duty=OuterRef("pk")).values("division")),
    )
    return rows.select_related("task", "lead", "leader", "handler").order_by(*_order(wanted))


_counting = Q(milestones__dropped=False)
_supporting = Duty.supporting.through._default_manager.all()


def _order(wanted: Mapping[str, Any]) -> Sequence[Any]:
    return ORDERS.get(wanted.get("order") or "", ORDERS[""])


def _conditions(wanted: Mapping[str, Any]) -> Q:
    found = Q()
    if words := wanted.get("q"):
        found &= Q(task__in=_tasks_with(words))
    if section := wanted.get("section"):
        found &= Q(task__section__0=section)
    if division := wanted.get("division"):
        found &= Q(pk__in=Duty.objects.filter(Q(lead=division) | Q(supporting=division)).values("pk"))
    if leader := wanted.get("leader"):
        found &= Q(leader=leader)
    if missing := wanted.get("missing"):
        found &= Q(**{f"{missing}__isnull": True})
    if county := wanted.get("county"):
        theirs = Share.objects.filter(region=county).exclude(value=None)
        found &= Q(task__in=theirs.exclude(target__task=None).values("target__task"))
    return found


def _tasks_with(words: str) -> QuerySet[Any]:
    named = Q(title__icontains=words) | Q(no=words) | Q(targets__indicator__icontains=words)
    return Task.objects.filter(named).values("pk")


def lines(duties: Iterable[Duty], bureau: Bureau) -> list[Line]:
    """What `duties_seen` brought, with names the bureau knows; one query more, the shares."""
    too_much: dict[int | None, list[Overload]] = {}
    for one in overloads(bureau.plan):
        too_much.setdefault(one.target.task_id, []).append(one)
    return [Line(duty, _named(duty, bureau), too_much.get(duty.task_id, [])) for duty in duties]


def _named(duty: Any, bureau: Bureau) -> list[Division]:
    """The supporting divisions in the office's order."""
    return [division for division in bureau.divisions if division.pk in duty.supporting_keys]


def supporting_of(duties: Iterable[Duty]) -> dict[int, list[Division]]:
    """duty → its supporting divisions in the office's order; one query."""
    rows = Duty.supporting.through._default_manager.filter(duty__in=[duty.pk for duty in duties])
    found: dict[int, list[Division]] = {}
    for row in rows.select_related("division"):
        found.setdefault(row.duty_id, []).append(row.division)
    return {key: in_order(divisions) for key, divisions in found.items()}


def by_section(found: Iterable[Line]) -> list[Group]:
    """In the order of the document; when sorted otherwise, one group without a heading."""
    groups: list[Group] = []
    for line in found:
        if not groups or groups[-1].title != line.section:
            groups.append(Group(line.section))
        groups[-1].lines.append(line)
    return groups


@dataclass
class Post:
    """A division in 责任清单: its people and the tasks it leads and supports."""

    division: Division | None
    people: str = ""
    leads: list[Line] = field(default_factory=list)
    supports: list[Line] = field(default_factory=list)

    @property
    def weight(self) -> Decimal | None:
        given = [line.duty.weight for line in self.leads if line.duty.weight is not None]
        return sum(given, Decimal(0)) if given else None

    @property
    def rows(self) -> list[tuple[str, Line]]:
        return [*(("牵头", line) for line in self.leads), *(("配合", line) for line in self.supports)]


def by_division(found: Sequence[Line], bureau: Bureau, only: Division | None = None) -> list[Post]:
    """Every division with something to do, in the office's order; then the tasks that nobody leads."""
    posts = [_post(division, found, bureau) for division in bureau.divisions if only in (None, division)]
    ownerless = [line for line in found if line.duty.lead_id is None]
    busy = [post for post in posts if post.rows]
    return [*busy, Post(None, leads=ownerless)] if ownerless and only is None else busy


def _post(division: Division, found: Sequence[Line], bureau: Bureau) -> Post:
    people = [one for one in bureau.handlers if one.division_id == division.pk]
    names = "、".join(f"{one.user.name}（{one.title or one.get_role_display()}）" for one in people)
    leads = [line for line in found if line.duty.lead_id == division.pk]
    return Post(division, names, leads, [line for line in found if division in line.supporting])


@dataclass
class SharedTarget:
    """One target with the share of each region, in the order of the columns."""

    target: Target
    shares: list[Decimal | None]
    total: Decimal | None
    overload: Overload | None


def shared_targets(plan: Plan, regions: Sequence[Any], *, only_shared: bool = False) -> list[SharedTarget]:
    """Every open target with its shares; the total counts counties alone. Two queries."""
    targets = open_targets(plan)
    values: dict[tuple[int, int], Decimal | None] = {
        (target_id, region_id): value
        for target_id, region_id, value in Share.objects.filter(target__plan=plan)
        .order_by()
        .values_list("target_id", "region_id", "value")
    }
    rows = [
        _shared(target, [values.get((target.pk, region.pk)) for region in regions], regions)
        for target in targets
    ]
    return [row for row in rows if not only_shared or any(share is not None for share in row.shares)]


def _shared(target: Target, shares: list[Decimal | None], regions: Iterable[Region]) -> SharedTarget:
    pairs = zip(shares, regions, strict=True)
    counted = [share for share, region in pairs if share is not None and region.kind == Region.Kind.COUNTY]
    total = sum(counted, Decimal(0)) if counted and target.kind in SUMMED else None
    return SharedTarget(target, shares, total, overload_of(target, counted))


@dataclass
class DividedTarget:
    """One target of a task with its pace and the shares that counties and parks undertake of it."""

    target: Target
    pace: Pace | None
    shares: list[Share]
    overload: Overload | None

    @property
    def given(self) -> list[Share]:
        return [share for share in self.shares if share.value is not None]


def targets_of(duty: Duty) -> list[DividedTarget]:
    """The promised targets of a duty's task; two queries."""
    targets = list(Target.objects.promised().filter(task=duty.task_id).select_related("pace"))
    shares: dict[int, list[Share]] = {}
    for share in Share.objects.filter(target__in=targets).select_related("region"):
        shares.setdefault(share.target_id, []).append(share)
    return [_divided(target, getattr(target, "pace", None), shares.get(target.pk, [])) for target in targets]


def _divided(target: Target, pace: Pace | None, shares: list[Share]) -> DividedTarget:
    counted = [share.value for share in shares if share.region.kind == Region.Kind.COUNTY]
    return DividedTarget(target, pace, shares, overload_of(target, counted))


@dataclass(frozen=True)
class Outline:
    """What a plan's duties are together: their first headings in order, and the sum of their weights if any."""

    sections: list[str]
    weight: Decimal | None


def outline_of(plan: Plan) -> Outline:
    """One query, whatever the lists are filtered by."""
    rows = list(Duty.objects.standing().filter(task__plan=plan).values_list("task__section", "weight"))
    given = [weight for _section, weight in rows if weight is not None]
    sections = dict.fromkeys(section[0] for section, _weight in rows if section)
    return Outline(list(sections), sum(given, Decimal(0)) if given else None)


def sections_of(plan: Plan) -> list[str]:
    """The first headings of the plan's open tasks, in the order of the document; one query."""
    return outline_of(plan).sections
