"""A sealed value shows its mask wherever it goes, and nothing finds a row by it."""

from __future__ import annotations

import base64
import copy
import json
import logging
import pickle
import traceback

import pytest
from django import forms
from django.core import serializers
from django.core.exceptions import FieldError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Value
from django.template import engines

from yaodian.foundation.audit.log import plain
from yaodian.foundation.common.encryption import CannotOpen, key_id
from yaodian.foundation.common.sealed import Sealed, SealedField, SealedFormField, masked
from yaodian.foundation.people.models import PersonalDetails, User

PHONE, NUMBER = "13912345678", "11010119900307803X"
OTHER_KEY = "other:" + base64.b64encode(b"o" * 32).decode()


@pytest.fixture
def details() -> PersonalDetails:
    return PersonalDetails(pk=1, user=User(pk=1, name="周文静"), phone=PHONE, id_number=NUMBER)


@pytest.mark.parametrize(
    ("clear", "mask", "shown"),
    [
        (PHONE, "phone", "139****5678"),
        (NUMBER, "id_number", "110***********803X"),
        ("6222020200112233445", "card", "***************3445"),
        ("1234567", "phone", "*******"),
        ("12", "phone", "**"),
        ("", "phone", ""),
    ],
)
def test_a_mask_leaves_a_little_and_of_a_short_text_nothing(clear: str, mask: str, shown: str) -> None:
    assert masked(clear, mask) == shown


def every_way_of_telling(details: PersonalDetails) -> dict[str, str]:
    phone = details.phone
    template = engines["django"].from_string("{{ details.phone }}{{ details.phone|safe }}{{ details }}")
    return {
        "str": str(phone),
        "repr": repr(phone),
        "format": f"{phone}{phone!r}",
        "percent": "%s %r" % (phone, phone),  # noqa: UP031
        "audit": json.dumps(plain({"phone": phone, "all": [details.id_number]})),
        "template": template.render({"details": details}),
        "serializer": serializers.serialize("json", [details]),
        "record": repr(details) + repr(details.__dict__),
        "pickle": pickle.dumps(details.phone).decode("latin-1"),
        "copy": repr(copy.deepcopy(details).__dict__),
        "form": str(
            forms.modelform_factory(PersonalDetails, fields=["phone", "id_number"])(instance=details)
        ),
    }


def test_no_way_of_telling_shows_the_text(details: PersonalDetails) -> None:
    told = every_way_of_telling(details)
    assert [way for way, text in told.items() if PHONE in text or NUMBER in text] == []
    assert [
        way for way in ("str", "audit", "template", "serializer", "form") if "139****5678" not in told[way]
    ] == []


def test_the_search_for_the_text_sees_one_that_is_not_sealed(details: PersonalDetails) -> None:
    """Negative control: with the text itself in the field's place, every way of telling shows it."""
    details.__dict__["phone"] = PHONE
    told = every_way_of_telling(details)
    assert [way for way, text in told.items() if PHONE not in text] == []


def test_a_json_encoder_refuses_rather_than_guesses(details: PersonalDetails) -> None:
    for encoder in (None, DjangoJSONEncoder):
        with pytest.raises(TypeError, match="not JSON serializable") as refused:
            json.dumps({"phone": details.phone}, cls=encoder)
        assert PHONE not in str(refused.value)


def test_a_log_line_and_an_exception_show_the_mask(
    details: PersonalDetails, caplog: pytest.LogCaptureFixture, settings
) -> None:
    logging.getLogger("x").error("wrong: %s %r", details.phone, details)
    settings.FIELD_KEYS = OTHER_KEY
    with pytest.raises(CannotOpen) as gone:
        details.phone.reveal()
    told = caplog.text + "".join(traceback.format_exception(gone.value))
    assert ("139****5678" in caplog.text, PHONE in told) == (True, False)
    assert str(details.phone) == "（密钥不在，无法显示）"


def test_what_is_assigned_is_sealed_at_once_and_opens_again(details: PersonalDetails) -> None:
    assert isinstance(details.phone, Sealed)
    assert (details.phone.reveal(), key_id(details.phone.sealed)) == (PHONE, "test")
    details.phone = "13700001111"
    assert details.phone.reveal() == "13700001111"
    assert PHONE not in repr(details.__dict__)
    details.phone = ""
    assert (bool(details.phone), str(details.phone), details.phone.sealed) == (False, "", "")


def test_a_value_of_another_purpose_does_not_open(details: PersonalDetails) -> None:
    moved = Sealed(details.phone.sealed, "id number", "id_number")
    with pytest.raises(CannotOpen):
        moved.reveal()
    assert (details.phone == moved, details.phone == copy.copy(details.phone)) == (False, True)


def test_equal_texts_are_not_sealed_alike(details: PersonalDetails) -> None:
    assert details.phone != Sealed.of(PHONE, "phone", "phone")
    assert len({details.phone, Sealed(details.phone.sealed, "phone", "phone")}) == 1


@pytest.mark.parametrize(
    "where",
    [
        {"phone": PHONE},
        {"phone__startswith": "139"},
        {"phone__in": [PHONE]},
        {"phone__length": 11},
        {"phone__gt": "1"},
        {"phone": ""},
        {"user__personal__phone__contains": "139"},
    ],
)
def test_rows_are_not_found_by_a_sealed_column(where: dict[str, object]) -> None:
    with pytest.raises(FieldError) as refused:
        PersonalDetails.objects.filter(**where)
    assert PHONE not in str(refused.value)


def test_whether_anything_is_there_may_be_asked_and_an_expression_passes() -> None:
    assert "IS NULL" in str(PersonalDetails.objects.filter(phone__isnull=True).query)
    field = PersonalDetails._meta.get_field("phone")
    assert [field.get_prep_value(each) for each in (None, "")] == [None, ""]
    assert isinstance(field.to_python(F("id_number")), F)
    assert isinstance(field.to_python(Value("x")), Value)


def test_a_mask_that_nobody_knows_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no mask named stars"):
        SealedField(purpose="x", mask="stars")


def test_the_migration_keeps_purpose_and_mask() -> None:
    _name, path, _args, kwargs = PersonalDetails._meta.get_field("phone").deconstruct()
    assert (path, kwargs["purpose"], kwargs["mask"]) == (
        "yaodian.foundation.common.sealed.SealedField",
        "phone",
        "phone",
    )


class PhoneForm(forms.Form):
    phone = SealedFormField(required=False)


def sent(text: str, details: PersonalDetails) -> PhoneForm:
    form = PhoneForm({"phone": text}, initial={"phone": details.phone})
    assert form.is_valid()
    return form


def test_a_mask_sent_back_stands_for_the_value_that_it_hides(details: PersonalDetails) -> None:
    assert 'value="139****5678"' in str(PhoneForm(initial={"phone": details.phone}))
    form = sent("139****5678", details)
    assert (form.cleaned_data["phone"], form.has_changed()) == (details.phone, False)


@pytest.mark.parametrize("text", ["13700001111", "", "139****5679"])
def test_anything_else_sent_back_is_a_new_value(text: str, details: PersonalDetails) -> None:
    form = sent(text, details)
    assert (form.cleaned_data["phone"], form.has_changed()) == (text, True)


def test_a_model_form_keeps_what_was_sent_back_masked(details: PersonalDetails) -> None:
    kind = forms.modelform_factory(PersonalDetails, fields=["phone", "id_number"])
    before = details.id_number
    form = kind({"phone": "13700001111", "id_number": "110***********803X"}, instance=details)
    assert (form.errors, form.instance.phone.reveal(), form.instance.id_number) == ({}, "13700001111", before)
