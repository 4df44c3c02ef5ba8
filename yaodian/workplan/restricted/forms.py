"""Input of the restricted register's pages."""

from __future__ import annotations

from typing import Any

from django import forms

from yaodian.foundation.people.models import User
from yaodian.workplan.plans.models import Plan, Task

from .actions.keeping import candidates


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "请按 2026-06-30 的样子填写日期。"},
    )


class DoneForm(forms.Form):
    """What the person named may say."""

    done_on = _day("办结日期")
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)


class MatterForm(DoneForm):
    """What the keepers of the register may say."""

    person = forms.ChoiceField(label="责任人", required=False)
    due_on = _day("时限")
    field_order = ("person", "due_on", "done_on", "revision")

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(user.pk): user for user in candidates(plan)}
        chooser: Any = self.fields["person"]
        chooser.choices = [("", "还没有定"), *((key, user.name) for key, user in self.people.items())]

    def clean_person(self) -> User | None:
        return self.people.get(self.cleaned_data["person"])


class ChooseForm(forms.Form):
    """Why tasks enter the register or leave it; which ones is read beside it, row by row."""

    reason = forms.CharField(
        label="理由", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


def ticked(given: list[str], tasks: dict[int, Task]) -> list[tuple[Task, int]]:
    """ "12:3" is task 12 as the person saw it at revision 3."""
    found = []
    for words in given:
        key, _colon, revision = words.partition(":")
        if key.isdecimal() and revision.isdecimal() and len(words) < 30 and int(key) in tasks:
            found.append((tasks[int(key)], int(revision)))
    return found
