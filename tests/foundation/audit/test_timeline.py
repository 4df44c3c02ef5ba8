"""The life of a record in words, newest first, one query a page."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import actor
from yaodian.foundation.audit import words
from yaodian.foundation.audit.log import record
from yaodian.foundation.audit.models import Result
from yaodian.foundation.audit.timeline import Change, timeline
from yaodian.foundation.common.actor import SYSTEM, Actor
from yaodian.foundation.flow.doors import edit
from yaodian.foundation.people.models import Membership, Region, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Region:
    """A region nobody has written of, and words for two actions on it."""
    monkeypatch.setattr(words, "_actions", dict(words._actions))
    words.register({"move_border": "调整边界", "visit": "走访"})
    return Region.objects.create(code="990199", name="白石县", kind="county")


def test_an_entry_is_told_with_its_person_role_reason_and_changes(place: Region) -> None:
    before, after = {"name": "白石", "kind": "park"}, {"name": "白石县", "kind": "county"}
    record("move_border", place, by=actor("clerk"), before=before, after=after, reason="省政府批复")
    (told,) = timeline(place, 10)
    assert told.what == "调整边界（名称 白石 → 白石县；类别 园区 → 县（市、区））"
    assert told.who == "周文静（高新技术科 · 科室经办）"
    assert (told.opinion, told.kind) == ("省政府批复", "")
    assert told.changes == (Change("名称", "白石", "白石县"), Change("类别", "园区", "县（市、区）"))


def test_an_entry_grouped_under_the_record_is_told_with_its_own_name(place: Region) -> None:
    person = User.objects.get(username="clerk")
    record("visit", person, by=actor("chief"), group=place)
    assert [told.what for told in timeline(place, 10)] == ["走访：周文静"]


def test_an_entry_that_is_both_about_and_under_the_record_is_told_once(place: Region) -> None:
    record("visit", place, by=SYSTEM, group=place)
    assert [(told.what, told.who) for told in timeline(place, 10)] == [("走访", "系统")]


def test_other_records_entries_are_not_told(place: Region) -> None:
    record("visit", Region.objects.get(name="青河县"), by=SYSTEM)
    assert timeline(place, 10) == []


def test_pages_follow_each_other_without_gap_or_double(place: Region) -> None:
    person = User.objects.get(username="clerk")
    ids = []
    for turn in range(7):
        subject, group = (place, None) if turn % 2 else (person, place)
        ids.append(record("visit", subject, by=SYSTEM, group=group).id)
    first = timeline(place, 3)
    second = timeline(place, 3, before=first[-1].id)
    third = timeline(place, 3, before=second[-1].id)
    assert [told.id for told in [*first, *second, *third]] == ids[::-1]
    assert timeline(place, 3, before=third[-1].id) == []


@pytest.mark.parametrize("rows", [5, 50])
def test_a_page_costs_one_query_however_many_entries_there_are(rows: int, place: Region) -> None:
    for _turn in range(rows):
        record("move_border", place, by=SYSTEM, before={"kind": "park"}, after={"kind": "county"})
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(timeline(place, rows)) == rows
    assert len(queries) == 1


@pytest.mark.parametrize(
    ("result", "what", "kind"),
    [(Result.REFUSED, "走访（未允许）", "warn"), (Result.FAILED, "走访（出错）", "late")],
)
def test_what_did_not_happen_is_told_so(result: str, what: str, kind: str, place: Region) -> None:
    record("visit", place, by=SYSTEM, result=result)
    (told,) = timeline(place, 1)
    assert (told.what, told.kind) == (what, kind)


def test_who_acts_for_another_is_told_with_both_names(place: Region) -> None:
    clerk = actor("clerk")
    leader = User.objects.get(username="leader")
    record("visit", place, by=Actor(clerk.user, clerk.membership, on_behalf_of=leader))
    assert timeline(place, 1)[0].who == "周文静（高新技术科 · 科室经办），代 王海峰"


def test_an_edit_through_the_door_shows_on_the_timeline_of_its_group() -> None:
    membership = Membership.objects.get(user__username="clerk")
    edit(membership, by=actor("chief"), revision=membership.revision, title="主任科员")
    told = timeline(membership.user, 1)[0]
    assert told.changes == (Change("职务", "（空）", "主任科员"),)


def test_records_are_told_by_their_names(django_assert_num_queries) -> None:
    membership = Membership.objects.get(user__username="clerk")
    divisions = membership.organisation.divisions
    for name in ("农村科技科", "办公室"):
        edit(membership, by=actor("chief"), revision=membership.revision, division=divisions.get(name=name))
        membership.refresh_from_db()
    with django_assert_num_queries(2):
        told = timeline(membership, 2)
    assert [(one.changes[0].before, one.changes[0].after) for one in told] == [
        ("农村科技科", "办公室"),
        ("高新技术科", "农村科技科"),
    ]


VALUES = [
    ("kind", "park", "园区"),
    ("kind", "gone", "gone"),
    ("name", "", "（空）"),
    ("name", None, "（空）"),
    ("order", 3, "3"),
    ("order", 0, "0"),
    ("nothing", True, "是"),
    ("nothing", False, "否"),
    ("nothing", ["a", "b"], "a、b"),
    ("name", "长" * 61, "长" * 60 + "…"),
]


@pytest.mark.parametrize(("field", "value", "told"), VALUES)
def test_a_stored_value_is_told_as_a_person_reads_it(field: str, value: object, told: str) -> None:
    assert words.of_value("people.region", field, value) == told


def test_a_record_of_a_kind_that_is_no_more_is_told_by_its_raw_names() -> None:
    assert (words.of_field("gone.thing", "colour"), words.of_value("gone.thing", "colour", "red")) == (
        "colour",
        "red",
    )


def test_values_without_choices_can_be_given_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_values", {})
    words.register_values(Region, "order", {1: "首位"})
    assert [words.of_value("people.region", "order", value) for value in (1, 2)] == ["首位", "2"]


def test_an_action_has_one_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_actions", {})
    words.register({"visit": "走访"})
    words.register({"visit": "走访"})
    with pytest.raises(ValueError, match="走访"):
        words.register({"visit": "看望"})
    assert (words.of_action("visit"), words.of_action("unheard"), words.is_known("unheard")) == (
        "走访",
        "unheard",
        False,
    )


def test_what_the_line_says_anyway_is_left_out(monkeypatch):
    membership = Membership.objects.get(user__username="clerk")
    stored = edit(membership, by=actor("chief"), revision=membership.revision, title="主任科员")
    monkeypatch.setattr(words, "_understood", set())
    assert "主任科员" in timeline(stored, limit=1)[0].what
    words.register_understood(Membership, "title")
    assert "主任科员" not in timeline(stored, limit=1)[0].what
