"""Shares of counties: who writes them, who sees them, and when they ask too much."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.cast import actor
from tests.workplan.duties.making import county, divided_plan, issued_plan, second_county, share
from tests.workplan.plans.making import target_of
from tests.workplan.plans.standing import approved_plan
from yaodian.foundation.common.actor import SYSTEM
from yaodian.foundation.common.refusal import Problems, Refused
from yaodian.foundation.flow.doors import Superseded
from yaodian.foundation.notices.models import Message
from yaodian.foundation.people.actions import add_region
from yaodian.foundation.people.models import Region
from yaodian.workplan.duties.actions.issuing import issue_plan
from yaodian.workplan.duties.actions.sharing import divide_target
from yaodian.workplan.duties.models import Pace, Share
from yaodian.workplan.duties.overload import overload_of, overloads
from yaodian.workplan.plans.models import Plan, Target

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return approved_plan()


def park() -> Region:
    city = Region.objects.get(kind="city")
    return add_region("990190", "云岭高新区", Region.Kind.PARK, by=SYSTEM, parent=city, order=9)


def values(target: Target) -> dict[str, Decimal | None]:
    return {share.region.name: share.value for share in Share.objects.filter(target=target)}


def test_shares_are_written_changed_and_taken_back(plan: Plan) -> None:
    target = target_of(plan, "450家")
    share(target, {county(): 200, second_county(): 150})
    assert values(target) == {"青河县": 200, "永宁区": 150}
    share(target, {county(): 220, second_county(): None})
    assert values(target) == {"青河县": 220, "永宁区": None}
    assert list(target.shares.values_list("revision", flat=True)) == [2, 2]


def test_what_stays_the_same_is_left_alone(plan: Plan) -> None:
    target = target_of(plan, "450家")
    share(target, {county(): 200})
    share(target, {county(): 200, second_county(): None})
    assert list(Share.objects.values_list("region__name", "revision")) == [("青河县", 1)]


def test_baseline_source_and_rhythm_are_kept(plan: Plan) -> None:
    target = target_of(plan, "160人")
    points = [{"month": 6, "share": 50}, {"month": 12, "share": 100}]
    pace = {"baseline": Decimal(140), "baseline_source": "2025年统计", "rhythm": "points", "points": points}
    divide_target(target, pace, {}, by=actor("clerk"), seen={})
    held = Pace.objects.get(target=target)
    assert (held.baseline, held.baseline_source, held.rhythm, held.points) == (
        140,
        "2025年统计",
        "points",
        points,
    )
    divide_target(target, pace | {"rhythm": "even"}, {}, by=actor("clerk"), seen={"pace": 1})
    held.refresh_from_db()
    assert (held.rhythm, held.points, held.revision) == ("even", [], 2)


def test_all_faults_are_told_at_once(plan: Plan) -> None:
    target = target_of(plan, "450家")
    pace = {"rhythm": "points", "points": [], "baseline_source": "字" * 121}
    shares = {county(): Decimal(-1), second_county(): Decimal(10) ** 14}
    with pytest.raises(Problems) as told:
        divide_target(target, pace, shares, by=actor("clerk"), seen={})
    assert [problem.field for problem in told.value.items] == [
        "points", "baseline_source", f"share-{county().pk}", f"share-{second_county().pk}",
    ]  # fmt: skip
    assert not Share.objects.exists()


@pytest.mark.parametrize("first", [None, 100])
def test_the_second_of_two_editors_of_a_share_is_told(plan: Plan, first: int | None) -> None:
    target = target_of(plan, "450家")
    seen = {str(county().pk): 0}
    if first is not None:
        share(target, {county(): first})
        seen = {str(county().pk): 1}
    share(target, {county(): 200})
    with pytest.raises(Superseded):
        divide_target(target, {}, {county(): Decimal(300)}, by=actor("colleague"), seen=seen)
    assert values(target) == {"青河县": 200}


@pytest.mark.parametrize("login", ["leader", "auditor", "county"])
def test_others_do_not_write_shares(plan: Plan, login: str) -> None:
    with pytest.raises(Refused):
        share(target_of(plan, "450家"), {county(): 200}, login)


def test_after_the_issue_the_chief_changes_a_share_with_a_reason_and_the_county_is_told() -> None:
    plan = issued_plan()
    target = target_of(plan, "450家")
    before = Message.objects.count()
    with pytest.raises(Refused):
        share(target, {county(): 210}, "clerk", "统计口径")
    with pytest.raises(Problems):
        share(target, {county(): 210}, "chief")
    share(target, {county(): 210}, "chief", "统计口径")
    told = Message.objects.order_by("id")[before:]
    assert [
        (one.user.username, "青河县承担的“科技型中小企业”有调整：统计口径" in one.words) for one in told
    ] == [("county", True)]


def test_a_county_sees_its_own_shares_once_they_are_issued() -> None:
    plan = divided_plan()
    assert Share.objects.visible_to(actor("county")).count() == 0
    assert Share.objects.visible_to(actor("clerk")).count() == 2
    issue_plan(plan, by=actor("chief"), revision=plan.revision)
    assert [one.region.name for one in Share.objects.visible_to(actor("county"))] == ["青河县"]
    for login in ("company", "stranger", "system_admin", "bank"):
        assert Share.objects.visible_to(actor(login)).count() == 0


def test_a_county_does_not_see_shares_of_restricted_or_cancelled_work() -> None:
    plan = issued_plan()
    plan.tasks.filter(no="2").update(restricted=True)
    assert Share.objects.visible_to(actor("county")).count() == 0
    assert Share.objects.visible_to(actor("clerk")).count() == 2


def made(kind: str, comparator: str = ">=", value: str = "100", most: str | None = None) -> Target:
    return Target(
        kind=kind, comparator=comparator, value=Decimal(value), value_max=most and Decimal(most), unit="家"
    )


@pytest.mark.parametrize("kind", ["increment", "level"])
@pytest.mark.parametrize("comparator", [">=", ">", "=", "~"])
def test_shares_that_sum_above_the_city_s_figure_are_told_with_sum_figure_and_difference(
    kind: str, comparator: str
) -> None:
    found = overload_of(made(kind, comparator), [Decimal(80), Decimal(30), None])
    assert found is not None
    assert (found.shared, found.promised, found.difference) == (110, 100, 10)
    assert found.words == "各县（市、区）合计 110 家，全市承诺 100 家，多出 10 家。"


def test_shares_that_sum_to_the_city_s_figure_or_below_are_not_told() -> None:
    assert overload_of(made("increment"), [Decimal(80), Decimal(20)]) is None
    assert overload_of(made("level"), [Decimal(80)]) is None
    assert overload_of(made("increment"), []) is None


def test_a_ceiling_is_never_overloaded() -> None:
    assert overload_of(made("increment", "<="), [Decimal(80), Decimal(30)]) is None


def test_a_range_is_measured_at_its_upper_end() -> None:
    assert overload_of(made("increment", most="120"), [Decimal(80), Decimal(30)]) is None
    assert overload_of(made("increment", most="105"), [Decimal(80), Decimal(30)]) is not None


@pytest.mark.parametrize("kind", ["growth", "ratio"])
def test_a_rate_is_overloaded_when_every_county_lies_above_the_city(kind: str) -> None:
    found = overload_of(made(kind, value="10"), [Decimal(12), Decimal(11)])
    assert found is not None
    assert (found.shared, found.difference) == (11, 1)
    assert "都高于" in found.words
    assert overload_of(made(kind, value="10"), [Decimal(12), Decimal(10)]) is None
    assert overload_of(made(kind, value="10"), [Decimal(12), Decimal(8)]) is None


def test_parks_overlap_counties_and_do_not_count(plan: Plan) -> None:
    target = target_of(plan, "450家")
    share(target, {county(): 300, second_county(): 150, park(): 200})
    assert overloads(plan) == []
    share(target, {county(): 301})
    assert [(one.target, one.shared) for one in overloads(plan)] == [(target, 451)]
