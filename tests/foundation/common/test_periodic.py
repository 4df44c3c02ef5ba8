"""Recurring jobs: each at its own pace, one that fails does not stop the others."""

from __future__ import annotations

import logging

import pytest

from yaodian.foundation.common import health, periodic
from yaodian.foundation.common.periodic import Job


def test_a_job_runs_at_once_and_then_at_its_own_pace() -> None:
    ran: list[float] = []
    job = Job("count", 10.0, lambda: ran.append(now))
    for moment in range(0, 35, 3):
        now = float(moment)
        job.run_if_due(now)
    assert ran == [0.0, 12.0, 24.0]


def test_a_job_that_fails_is_logged_once_and_again_when_it_works(caplog: pytest.LogCaptureFixture) -> None:
    outcomes = iter([RuntimeError("down"), RuntimeError("down"), None, None])

    def run() -> None:
        outcome = next(outcomes)
        if outcome is not None:
            raise outcome

    job = Job("seal", 1.0, run)
    with caplog.at_level(logging.WARNING):
        for moment in range(4):
            job.run_if_due(float(moment))
    assert [record.getMessage() for record in caplog.records] == [
        "seal failed and will be tried again: down",
        "seal is working again",
    ]


def test_a_rare_job_that_fails_is_tried_again_after_a_minute() -> None:
    tries: list[float] = []

    def run() -> None:
        tries.append(now)
        if len(tries) == 1:
            raise RuntimeError("down")

    job = Job("clear", 3600.0, run)
    for moment in range(0, 3700, 10):
        now = float(moment)
        job.run_if_due(now)
    assert tries == [0.0, 60.0, 3660.0]


def test_a_name_is_registered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(periodic, "_registered", {})
    monkeypatch.setattr(health, "_checks", {})
    for register in (lambda: periodic.register("x", 1.0, print), lambda: health.register("x", lambda: True)):
        register()
        with pytest.raises(ValueError, match="x"):
            register()


def test_the_checks_that_fail_are_named_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_checks", {})
    for name, is_well in {"a": False, "b": True, "c": False}.items():
        health.register(name, lambda is_well=is_well: is_well)
    assert health.ailing() == ["a", "c"]


def test_the_worker_knows_its_jobs() -> None:
    assert {"seal_audit", "clear_presence", "clear_sessions"} <= {job.name for job in periodic.registered()}
