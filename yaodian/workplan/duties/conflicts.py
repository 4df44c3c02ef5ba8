"""What the second of two editors is shown: field by field what stands now and what they wanted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model

from yaodian.foundation.audit.models import Entry, Result

from .models import Milestone


@dataclass(frozen=True)
class Disagreement:
    """One field on which two editors differ, in words."""

    label: str
    now: str
    wanted: str


def differing_fields(sent: forms.Form, current: forms.Form) -> list[Disagreement]:
    """The fields whose sent value is not what a fresh form shows."""
    found = []
    for name, field in sent.fields.items():
        if field.widget.is_hidden or name == "reason":
            continue
        now = words_of(field, current.get_initial_for_field(field, name))
        wanted = words_of(field, sent.cleaned_data.get(name))
        if now != wanted:
            found.append(Disagreement(str(field.label), now, wanted))
    return found


def differing_step(current: Milestone, steps: Iterable[Any]) -> list[Disagreement]:
    """The milestone that somebody else has changed beside what was sent for it."""
    sent = next(step.cleaned_data for step in steps if step.cleaned_data["key"] == current.pk)
    now = f"{current.title}，{current.due_on}" + ("，不再计算" if current.dropped else "")
    wanted = f"{sent['title']}，{sent['due_on']}" + ("，不再计算" if sent["dropped"] else "")
    return [Disagreement("节点", now, wanted)]


def words_of(field: forms.Field, value: Any) -> str:
    """A value as the form's own choices and widgets call it."""
    if isinstance(field, forms.MultipleChoiceField):
        known = dict(_flat(field))
        return "、".join(known.get(str(key), str(key)) for key in value or [])
    if isinstance(field, forms.ChoiceField):
        return dict(_flat(field)).get(str(value or ""), str(value or ""))
    if isinstance(field, forms.DecimalField):
        cleaned = field.to_python(value)
        return "" if cleaned is None else f"{cleaned.normalize():f}"
    return str(field.prepare_value(value) or "")


def _flat(field: Any) -> Iterable[tuple[str, str]]:
    for key, words in field.choices:
        if isinstance(words, list | tuple):
            yield from ((str(inner), str(told)) for inner, told in words)
        else:
            yield str(key), str(words)


def last_word(current: Model) -> dict[str, Any]:
    """Who wrote the record last, and when."""
    entry = Entry.objects.about(current).filter(result=Result.DONE).order_by("-id").first()
    return {"who": entry.actor_label if entry else "别人", "when": entry.at if entry else None}
