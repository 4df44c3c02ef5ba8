"""Messages: one sentence to each person once, read by that person alone."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import transaction

from tests.cast import actor
from yaodian.foundation.common import clock
from yaodian.foundation.common.clock import SHANGHAI
from yaodian.foundation.notices.actions import mark_read, tell
from yaodian.foundation.notices.models import Message

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 4, 15, 12, 0, tzinfo=SHANGHAI)


def test_each_person_gets_a_message_once() -> None:
    clerk, chief = actor("clerk").user, actor("chief").user
    with clock.hold(NOON):
        tell([clerk, chief, clerk], "计划已核对完成。", "/plans/1/")
    told = Message.objects.order_by("user__order").values_list(
        "user__username", "words", "url", "sent_at", "read_at"
    )
    assert list(told) == [
        ("clerk", "计划已核对完成。", "/plans/1/", NOON, None),
        ("chief", "计划已核对完成。", "/plans/1/", NOON, None),
    ]


def test_a_message_goes_with_the_transaction_that_failed() -> None:
    with transaction.atomic():
        tell([actor("clerk").user], "不会发出")
        transaction.set_rollback(True)
    assert Message.objects.count() == 0


def test_a_long_sentence_is_cut_to_what_a_message_holds() -> None:
    (message,) = tell([actor("clerk").user], "长" * 400)
    assert Message.objects.get(pk=message.pk).words == "长" * 300


def test_all_own_unread_messages_are_marked_read_and_nobody_elses() -> None:
    for who in ("clerk", "clerk", "chief"):
        tell([actor(who).user], "一句话")
    with clock.hold(NOON):
        assert mark_read(by=actor("clerk")) == 2
    assert list(Message.objects.unread().values_list("user__username", flat=True)) == ["chief"]
    assert set(Message.objects.filter(user__username="clerk").values_list("read_at", flat=True)) == {NOON}


def test_named_messages_are_marked_read_when_they_are_ones_own() -> None:
    mine, also_mine = (tell([actor("clerk").user], words)[0] for words in ("甲", "乙"))
    (others,) = tell([actor("chief").user], "丙")
    assert mark_read(by=actor("clerk"), ids=[mine.pk, others.pk]) == 1
    assert set(Message.objects.unread()) == {also_mine, others}


def test_marking_again_keeps_the_first_moment() -> None:
    tell([actor("clerk").user], "一句话")
    with clock.hold(NOON):
        mark_read(by=actor("clerk"))
    assert mark_read(by=actor("clerk")) == 0
    assert Message.objects.get().read_at == NOON
