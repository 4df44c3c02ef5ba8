"""Model fields that the database holds sealed and pages show masked.

What is read from such a field, and what is assigned to it, is a `Sealed`: its text, wherever it is printed, is
the mask. Only `reveal()` gives the clear text; the action that calls it asks for a reason and leaves an audit
entry. A sealed column is no way to find a row: equal texts are sealed differently each time.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.forms import BoundField

from .encryption import CannotOpen, seal, unseal

SEEN = {"phone": (3, 4), "id_number": (3, 4), "card": (0, 4)}
CLOSED = "（密钥不在，无法显示）"


def masked(clear: str, mask: str) -> str:
    """138****1234, 110***********1234; of a text too short to hide in, nothing."""
    first, last = SEEN[mask]
    if len(clear) <= first + last:
        return "*" * len(clear)
    return f"{clear[:first]}{'*' * (len(clear) - first - last)}{clear[-last:]}"


class Sealed:
    """A sealed value. Printed, logged or exported it is its mask; equal is what is sealed alike."""

    def __init__(self, sealed: str, purpose: str, mask: str) -> None:
        self.sealed, self.purpose, self.mask = sealed, purpose, mask

    @classmethod
    def of(cls, clear: str, purpose: str, mask: str) -> Sealed:
        return cls(seal(clear, purpose=purpose) if clear else "", purpose, mask)

    def reveal(self) -> str:
        """The clear text. Raises `encryption.CannotOpen`."""
        return unseal(self.sealed, purpose=self.purpose) if self.sealed else ""

    def __str__(self) -> str:
        try:
            return masked(self.reveal(), self.mask)
        except CannotOpen:
            return CLOSED

    def __repr__(self) -> str:
        return f"<Sealed {self.purpose}>"

    def __bool__(self) -> bool:
        return bool(self.sealed)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and (self.sealed, self.purpose) == (other.sealed, other.purpose)

    def __hash__(self) -> int:
        return hash((self.sealed, self.purpose))


class SealedAttribute(DeferredAttribute):
    """Seals what is assigned, so that a record never carries the clear text."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = self.field.to_python(value)


class SealedField(models.TextField):
    """Text under the field key; `purpose` is authenticated with it, `mask` names how it is shown."""

    descriptor_class = SealedAttribute

    def __init__(self, *args: Any, purpose: str, mask: str, **kwargs: Any) -> None:
        if mask not in SEEN:
            raise ValueError(f"There is no mask named {mask}.")
        self.purpose, self.mask = purpose, mask
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"purpose": self.purpose, "mask": self.mask}

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(value, self.purpose, self.mask)

    def to_python(self, value: Any) -> Any:
        """Clear text becomes sealed; what is sealed already, or the database's to compute, stays."""
        if value is None or isinstance(value, Sealed | models.Expression | models.F):
            return value
        return Sealed.of(str(value), self.purpose, self.mask)

    def get_prep_value(self, value: Any) -> Any:
        value = self.to_python(value)
        return value.sealed if isinstance(value, Sealed) else value

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is sealed: rows are not found by it.")

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"{self.name} is sealed: the database does not know its text.")

    def formfield(self, **kwargs: Any) -> Any:
        """A line of text instead of a text area; the mask sent back means: as it was."""
        return models.Field.formfield(self, **{"form_class": SealedFormField} | kwargs)


class SealedFormField(forms.CharField):
    """Shows the mask of what is there. Sent back unchanged, it stands for the value that it hides."""

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, Sealed) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def _clean_bound_field(self, bound: BoundField) -> Any:
        if isinstance(bound.initial, Sealed) and not self.has_changed(bound.initial, bound.data):
            return bound.initial
        return self.clean(bound.data)


def sealed_fields(model: type[models.Model]) -> list[SealedField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]
