"""The form of 填报: a head that all lines share, and one line for each target."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from yaodian.foundation.common.components import ErrorLine, error_lines
from yaodian.foundation.common.refusal import Problem
from yaodian.foundation.files.models import Attachment
from yaodian.foundation.files.store import digest
from yaodian.workplan.duties.models import Duty, Share
from yaodian.workplan.plans.models import Target, Task
from yaodian.workplan.plans.tables import quantity

from ..actions.evidence import Evidence
from ..actions.said import Said, problems_of
from ..forms import LineForm, SheetForm
from ..models import Report
from ..naming import figure_words
from ..standing import Figure
from .lines import reached_words

NOTHING = "请至少填写一项的数字，或者勾选“无变化”。"
SHARED = {"as_of", "reference", "link", "file", "words"}


@dataclass
class SheetLine:
    """A target (or task) of the form: its promise, the last confirmed figure, what waits already."""

    subject: Task | Target
    form: LineForm
    last: Figure | None
    waiting: Report | None = None
    share: Share | None = None

    @property
    def name(self) -> str:
        return self.subject.indicator if isinstance(self.subject, Target) else str(self.subject)

    @property
    def unit(self) -> str:
        return self.subject.unit if isinstance(self.subject, Target) else "%"

    @property
    def promise(self) -> str:
        if isinstance(self.subject, Task):
            return ""
        if self.share is not None:
            return figure_words(self.share.value, None, False, self.subject.unit)
        return quantity(self.subject)

    @property
    def last_words(self) -> str:
        return reached_words(self.last, self.unit)


@dataclass
class Sheet:
    """The whole form about a task or target."""

    about: Task | Target
    duty: Duty | None
    head: SheetForm
    lines: Sequence[SheetLine]
    all_unchanged: bool = False
    kept: Attachment | None = None
    troubles: list[Problem] = field(default_factory=list)
    evidence: Evidence | None = None

    @property
    def url(self) -> str:
        kind = "task" if isinstance(self.about, Task) else "target"
        return reverse(f"progress:{kind}", args=[self.about.pk])

    @property
    def name(self) -> str:
        return self.about.indicator if isinstance(self.about, Target) else str(self.about)

    @property
    def open_lines(self) -> list[SheetLine]:
        return [line for line in self.lines if line.waiting is None]

    @property
    def may_all_unchanged(self) -> bool:
        return bool(self.open_lines) and all(line.last is not None for line in self.open_lines)

    @property
    def _forms(self) -> list[Any]:
        return [*(line.form for line in self.open_lines), self.head]

    def is_valid(self) -> bool:
        """Look at every part, so that all is said at once."""
        valid = all([part.is_valid() for part in self._forms])  # noqa: C419 every part is to be looked at
        self.evidence = self.head.evidence()
        if not valid:
            self._look_closer()
        return valid

    def _look_closer(self) -> None:
        """Beside what could not be read, say what is wrong with the rest."""
        lines = [line for line in self.open_lines if line.form.errors or line in self.filled()]
        if not lines:
            self.trouble(NOTHING)
        has_file = self.kept is not None or "file" in self.head.errors
        problems = [
            Problem(f"{place}-{problem.field}", problem.words)
            for place, line in enumerate(lines)
            for problem in problems_of(self.said(line).cleaned(), line.subject, line.last, has_file=has_file)
        ]
        self.place(problems, lines)

    def filled(self) -> list[SheetLine]:
        """The lines to be reported; by one click all of them."""
        if self.all_unchanged:
            return self.open_lines
        return [line for line in self.open_lines if line.form.said()]

    def said(self, line: SheetLine) -> Said:
        head, own = self.head.cleaned_data, line.form.cleaned_data
        if self.all_unchanged:
            return Said(head.get("as_of"), no_change=True, words=head["words"])
        return Said(
            as_of=head.get("as_of"),
            value=own.get("value"),
            percent=own.get("percent"),
            no_change=line.form.unchanged,
            words=own.get("words") or head["words"],
            reference=head["reference"],
            link=head["link"],
            file=self.evidence,
        )

    def fingerprint(self) -> list[Any]:
        """What makes this sending the same as another one."""
        data = {name: value for name, value in dict(self.head.data).items() if name != "csrfmiddlewaretoken"}
        return [data, digest(self.evidence.data) if self.evidence is not None else ""]

    def trouble(self, words: str) -> None:
        self.troubles.append(Problem("", words))

    def place(self, problems: Iterable[Problem], filled: Sequence[SheetLine]) -> None:
        """Put each problem at the field it is about; what all lines share is said once.

        A field that could not be read has said so already.
        """
        said: set[tuple[str, str]] = set()
        unread = {part.add_prefix(name) for part in self._forms for name in part.errors}
        for problem in problems:
            place, _, name = problem.field.rpartition("-")
            line = filled[int(place) if place else 0]
            if (name, problem.words) in said and name in SHARED:
                continue
            said.add((name, problem.words))
            if not unread & {name, line.form.add_prefix(name)}:
                self._place(line, name, problem.words)

    def _place(self, line: SheetLine, name: str, words: str) -> None:
        if name in line.form.fields and name != "words":
            line.form.add_error(name, words)
        elif name in self.head.fields:
            self.head.add_error(name, words)
        else:
            self.trouble(f"{line.name}：{words}")

    def errors(self) -> list[ErrorLine]:
        """Everything to be put right, for the summary at the top."""
        parts = [self.troubles, *self._forms]
        return [line for part in parts for line in error_lines(part)]
