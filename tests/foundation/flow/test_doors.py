"""The two doors: one winner, nothing lost, every change in the audit."""

from __future__ import annotations

import pytest

from tests.cast import actor
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.flow.doors import Superseded, edit
from yaodian.foundation.people.models import Membership

pytestmark = pytest.mark.django_db


def test_an_edit_raises_the_revision_and_leaves_before_and_after_in_the_audit() -> None:
    membership = Membership.objects.get(user__username="clerk")
    stored = edit(membership, by=actor("chief"), revision=membership.revision, title="主任科员")
    entry = Entry.objects.latest("id")
    assert (stored.revision, stored.title) == (2, "主任科员")
    assert (entry.before, entry.after) == ({"title": ""}, {"title": "主任科员"})
    assert (entry.actor_label, entry.role) == ("郑立新", "chief")


def test_the_second_of_two_editors_is_told_what_has_changed() -> None:
    first = Membership.objects.get(user__username="clerk")
    second = Membership.objects.get(user__username="clerk")
    edit(first, by=actor("chief"), revision=1, title="主任科员")
    with pytest.raises(Superseded) as told:
        edit(second, by=actor("leader"), revision=1, title="科员")
    (difference,) = told.value.differences
    assert (difference.seen, difference.now, difference.wanted) == ("", "主任科员", "科员")
    assert Membership.objects.get(pk=first.pk).title == "主任科员"
