"""How the audit is told to people: apps register Chinese words for their actions and for stored values.

Names of fields come from the models' own `verbose_name`, values from `choices`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

if TYPE_CHECKING:
    from .models import Entry

# What records are called, by the label of their model and their key.
Names = Mapping[tuple[str, Any], str]

EMPTY = "（空）"
CUT = 60

_actions: dict[str, str] = {"edit": "修改", "request": "提出请求"}
_values: dict[tuple[str, str], Mapping[Any, str]] = {}
_types: dict[str, str] = {}
_understood: set[tuple[str, str]] = set()


def register(actions: Mapping[str, str]) -> None:
    """Add words for actions: {"accept_target": "采纳指标"}. Other words for a known action are a mistake."""
    for action, words in actions.items():
        if _actions.setdefault(action, words) != words:
            raise ValueError(f"The action {action} is called {_actions[action]} already.")


def register_types(words: Mapping[str, str]) -> None:
    """Add words for kinds of records, by the label of their model: {"people.user": "账号"}."""
    _types.update(words)


def register_values(model: type[models.Model], field: str, words: Mapping[Any, str]) -> None:
    """Add words for stored values of a field that has no `choices`."""
    _values[model._meta.label_lower, field] = words


def register_understood(model: type[models.Model], *fields: str) -> None:
    """Fields that a timeline leaves out, because its line says the same by action, person or time."""
    _understood.update((model._meta.label_lower, field) for field in fields)


def is_understood(object_type: str, name: str) -> bool:
    return (object_type, name) in _understood


def of_action(action: str) -> str:
    return _actions.get(action, action)


def known() -> dict[str, str]:
    """All actions that have words, and the words."""
    return dict(_actions)


def is_known(action: str) -> bool:
    return action in _actions


def of_type(object_type: str) -> str:
    """What a kind of record is called: as its app has said, else its model's verbose name, else its label."""
    try:
        model = apps.get_model(object_type) if object_type else None
    except (LookupError, ValueError):
        return object_type
    return _types.get(object_type, str(model._meta.verbose_name)) if model else ""


def of_field(object_type: str, name: str) -> str:
    field = _field(object_type, name)
    return str(field.verbose_name) if field is not None else name


def place_of_field(object_type: str, name: str) -> int:
    """Where the field stands among its model's; those that are not a model's come last."""
    field = _field(object_type, name)
    return field.creation_counter if field is not None else sys.maxsize


def names_in(entries: Iterable[Entry]) -> Names:
    """The names of the records that entries speak of by their keys: one query for each kind of record."""
    wanted: dict[type[models.Model], set[Any]] = {}
    for entry in entries:
        for name in entry.before:
            model = _related(entry.object_type, name)
            if model is not None:
                wanted.setdefault(model, set()).update((entry.before.get(name), entry.after.get(name)))
    return {
        (model._meta.label_lower, key): str(found)
        for model, keys in wanted.items()
        for key, found in model._base_manager.in_bulk([key for key in keys if isinstance(key, int)]).items()
    }


def of_value(object_type: str, name: str, value: Any, names: Names | None = None) -> str:
    """A stored value as a person reads it, cut to a length that fits a line."""
    if value is None or value == "" or value == [] or value == {}:
        return EMPTY
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(of_value(object_type, name, item, names) for item in value)
    model = _related(object_type, name)
    if model is not None:
        words = (names or {}).get((model._meta.label_lower, value), str(value))
    else:
        known = _values.get((object_type, name)) or _choices(object_type, name)
        words = str(known.get(value, value))
    return words if len(words) <= CUT else words[:CUT] + "…"


def _choices(object_type: str, name: str) -> Mapping[Any, str]:
    field = _field(object_type, name)
    return {key: str(label) for key, label in field.flatchoices} if field is not None else {}


def _related(object_type: str, name: str) -> type[models.Model] | None:
    """The model of the records that a field points to by key."""
    field = _field(object_type, name)
    related = field.related_model if isinstance(field, models.ForeignKey) else None
    return related if isinstance(related, type) else None


def _field(object_type: str, name: str) -> models.Field[Any, Any] | None:
    try:
        found = apps.get_model(object_type)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None
    return found if isinstance(found, models.Field) else None
