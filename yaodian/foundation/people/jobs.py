"""How the background jobs fare, and asking for one to run at once.

The worker writes a row for each job; one that runs every few seconds is written down once a minute, and whenever
it fails or works again. Who asks for a run leaves a mark that the worker looks for every two seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import F, Q

from yaodian.foundation.audit.log import record
from yaodian.foundation.common import clock, periodic
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.periodic import Job
from yaodian.foundation.common.refusal import insist

from .access import may_keep_jobs
from .models import JobState

LOOK_EVERY = 2.0
WRITTEN_EVERY = timedelta(minutes=1)
TROUBLE_LENGTH = 300

_words: dict[str, tuple[str, str]] = {}


def describe(words: Mapping[str, tuple[str, str]]) -> None:
    """What jobs are called and what they do, for people: {"seal": ("封存审计记录", "……")}."""
    _words.update(words)


def words_of(name: str) -> tuple[str, str]:
    return _words.get(name, (name, ""))


@dataclass
class Watched:
    """A job's run that writes down how it went."""

    job: Job
    written_at: datetime | None = None
    trouble: str = ""
    asked: bool = field(default=False)

    def run(self) -> object:
        started = clock.now()
        try:
            answer = self.job.run()
        except Exception as error:
            with suppress(DatabaseError):
                self._failed(started, error)
            raise
        if self._is_worth_writing(started):
            self._write(started_at=started, finished_at=clock.now(), trouble="")
        self.trouble = ""
        return answer

    def _failed(self, started: datetime, error: Exception) -> None:
        told = (str(error).strip() or type(error).__name__)[:TROUBLE_LENGTH]
        if told != self.trouble or self._is_worth_writing(started):
            self._write(started_at=started, failed_at=clock.now(), trouble=told)
        self.trouble = told

    def _is_worth_writing(self, moment: datetime) -> bool:
        last = self.written_at
        return self.asked or bool(self.trouble) or last is None or abs(moment - last) >= WRITTEN_EVERY

    def _write(self, **fields: Any) -> None:
        JobState.objects.update_or_create(name=self.job.name, defaults=fields)
        self.written_at, self.asked = clock.now(), False


def watched(jobs: Iterable[Job]) -> list[Job]:
    """The jobs, each written down as it runs, and one more that looks for what people have asked for."""
    watching = [Watched(job) for job in jobs]
    kept = {each.job.name: (each, Job(each.job.name, each.job.every, each.run)) for each in watching}

    def look() -> None:
        for name in asked_for():
            if name in kept:
                watch, job = kept[name]
                watch.asked, job.due = True, 0.0

    return [Job("look for requests", LOOK_EVERY, look), *(job for _watch, job in kept.values())]


def asked_for() -> list[str]:
    """Names of jobs of which a run has been asked that has not begun."""
    waiting = JobState.objects.filter(Q(started_at=None) | Q(asked_at__gt=F("started_at")))
    return list(waiting.exclude(asked_at=None).values_list("name", flat=True))


@transaction.atomic
def ask_for_run(name: str, *, by: Actor) -> JobState:
    """Ask the worker to run a registered job as soon as it can. Raises `KeyError` for one that nobody knows."""
    insist(may_keep_jobs(by))
    if name not in {job.name for job in periodic.registered()}:
        raise KeyError(name)
    state, _made = JobState.objects.update_or_create(name=name, defaults={"asked_at": clock.now()})
    record("ask_for_run", state, by=by)
    return state
