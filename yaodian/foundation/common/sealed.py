"""Model fields that the database holds sealed and pages show masked.

What is read from such a field is a `Sealed`: its text, wherever it is printed, is the mask. Only `reveal()`
gives the clear text; the action that calls it asks for a reason and leaves an audit entry.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models

from .encryption import seal, unseal


def mask_phone(clear: str) -> str:
    """13800001234 → 138****1234."""
    return f"{clear[:3]}{'*' * (len(clear) - 7)}{clear[-4:]}" if len(clear) > 7 else "*" * len(clear)


def mask_number(clear: str) -> str:
    """An identity number or a bank card: 110***********1234."""
    return mask_phone(clear)


MASKS: dict[str, Callable[[str], str]] = {"phone": mask_phone, "id_number": mask_number, "card": mask_number}


class Sealed:
    """A sealed value. Printed, logged, exported or compared it is its mask."""

    def __init__(self, sealed: str, purpose: str, mask: str) -> None:
        self.sealed, self.purpose, self._mask = sealed, purpose, mask

    def reveal(self) -> str:
        """The clear text. Raises `encryption.CannotOpen`."""
        return unseal(self.sealed, purpose=self.purpose) if self.sealed else ""

    def __str__(self) -> str:
        return MASKS[self._mask](self.reveal())

    def __repr__(self) -> str:
        return f"<Sealed {self.purpose}>"

    def __bool__(self) -> bool:
        return bool(self.sealed)

    def __len__(self) -> int:
        return len(self.sealed)


class SealedField(models.TextField):
    """Text under the field key; `purpose` is authenticated with it, `mask` names how it is shown."""

    def __init__(self, *args: Any, purpose: str, mask: str, **kwargs: Any) -> None:
        self.purpose, self.mask = purpose, mask
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"purpose": self.purpose, "mask": self.mask}

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(value, self.purpose, self.mask)

    def get_prep_value(self, value: Any) -> Any:
        if value is None or value == "" or isinstance(value, models.Expression):
            return value
        return value.sealed if isinstance(value, Sealed) else seal(str(value), purpose=self.purpose)
