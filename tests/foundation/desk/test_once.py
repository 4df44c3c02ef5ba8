"""The same key gives the same answer and has one effect."""

from __future__ import annotations

import threading

import pytest
from django.db import connections

from tests.cast import actor
from yaodian.foundation.common import clock
from yaodian.foundation.desk.models import GivenAnswer
from yaodian.foundation.desk.once import OtherContent, once
from yaodian.foundation.desk.presence import HERE, arrive
from yaodian.foundation.notices.actions import tell
from yaodian.foundation.notices.models import Message


@pytest.mark.django_db
def test_a_repeated_key_gives_the_kept_answer_without_a_second_effect() -> None:
    done: list[int] = []
    for _time in range(3):
        assert once("k", {"a": 1}, by=actor("clerk"), do=lambda: done.append(1) or [len(done)]) == [1]
    assert done == [1]


@pytest.mark.django_db
def test_a_key_with_other_content_is_refused() -> None:
    once("k", {"a": 1}, by=actor("clerk"), do=lambda: 1)
    with pytest.raises(OtherContent):
        once("k", {"a": 2}, by=actor("clerk"), do=lambda: 2)


@pytest.mark.django_db
def test_keys_belong_to_their_person() -> None:
    assert once("k", 1, by=actor("clerk"), do=lambda: "mine") == "mine"
    assert once("k", 1, by=actor("chief"), do=lambda: "theirs") == "theirs"


@pytest.mark.django_db
def test_without_a_key_each_call_counts() -> None:
    done: list[int] = []
    for _time in range(2):
        once("", None, by=actor("clerk"), do=lambda: done.append(1))
    assert (len(done), GivenAnswer.objects.count()) == (2, 0)


@pytest.mark.django_db
def test_a_failed_effect_keeps_no_answer() -> None:
    def fail() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        once("k", 1, by=actor("clerk"), do=fail)
    assert once("k", 1, by=actor("clerk"), do=lambda: "now") == "now"


@pytest.mark.race
def test_the_same_key_at_the_same_moment_has_one_effect(race_database: str) -> None:
    clerk, gate, answers = actor("clerk"), threading.Barrier(6), []

    def send() -> int:
        return tell([clerk.user], "一次")[0].pk

    def work() -> None:
        gate.wait()
        answers.append(once("k", 1, by=clerk, do=send))
        connections.close_all()

    threads = [threading.Thread(target=work) for _nth in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [Message.objects.get().pk] * 6


@pytest.mark.django_db
def test_others_at_the_same_place_are_named_for_twenty_seconds() -> None:
    moment = clock.now()
    with clock.hold(moment):
        arrive("plan:1", by=actor("chief"))
        arrive("plan:2", by=actor("leader"))
        assert arrive("plan:1", by=actor("clerk")) == ["郑立新"]
    with clock.hold(moment + HERE):
        assert arrive("plan:1", by=actor("clerk")) == ["郑立新"]
    with clock.hold(moment + HERE * 1.05):
        assert arrive("plan:1", by=actor("clerk")) == []
