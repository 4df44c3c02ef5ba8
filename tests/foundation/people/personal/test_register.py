"""The register of personal information: complete, and telling each person what is held of them."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.apps import apps
from django.db import models

from tests import cast
from yaodian.foundation.common.sealed import SealedField, sealed_fields
from yaodian.foundation.people import register
from yaodian.foundation.people.models import User
from yaodian.foundation.people.personal import change_details
from yaodian.foundation.people.register import SEALED, Line


def not_registered(kinds: Iterable[type[models.Model]]) -> list[str]:
    """Sealed fields without a line, or whose line does not say that they are sealed."""
    told = {line.field for line in register.lines() if line.kept == SEALED}
    found = [f"{kind._meta.label}.{field.name}" for kind in kinds for field in sealed_fields(kind)]
    return sorted(set(found) - told)


def test_every_sealed_field_of_every_model_stands_in_the_register() -> None:
    assert not_registered(apps.get_models()) == []
    assert sum(len(sealed_fields(kind)) for kind in apps.get_models()) >= 2


def test_a_sealed_field_that_nobody_registered_is_found() -> None:
    class Card(models.Model):
        card = SealedField("银行卡", purpose="card", mask="card")

        class Meta:
            app_label = "people"
            managed = False

    del apps.all_models["people"]["card"]
    apps.clear_cache()
    assert not_registered([Card]) == ["people.Card.card"]


def test_every_line_speaks_of_a_field_that_exists_and_is_complete() -> None:
    for line in register.lines():
        label, _dot, name = line.field.rpartition(".")
        assert apps.get_model(label)._meta.get_field(name).name == name
        assert "" not in (line.words, line.purpose, line.basis, line.retention, line.seen_by)


def test_a_field_is_registered_once() -> None:
    first = register.lines()[0]
    register.register(first)
    with pytest.raises(ValueError, match=f"{first.field} stands in the register already"):
        register.register(Line(first.field, "别的", "别的", "别的", "别的", "别的", lambda user: []))


@pytest.mark.django_db
def test_a_line_tells_a_person_their_own_in_masks_and_in_full() -> None:
    clerk, chief = cast.actor("clerk"), cast.actor("chief")
    change_details(clerk.user, {"phone": "13912345678"}, revision=0, by=clerk)

    def told(user: User) -> dict[str, tuple[str, str]]:
        return {line.words: (line.shown(user), line.clear(user)) for line in register.lines()}

    own = told(clerk.user)
    assert own["手机号"] == ("139****5678", "13912345678")
    assert own["身份证号"] == ("", "")
    assert own["任职"] == ("高新技术科 · 科室经办",) * 2
    assert told(chief.user)["手机号"] == ("", "")
