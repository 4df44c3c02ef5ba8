"""Fields that the database must not hold in clear."""

import base64

import pytest

from yaodian.foundation.common.encryption import BadKeys, CannotOpen, key_id, parse_keys, seal, unseal

OLD = "old:" + base64.b64encode(b"o" * 32).decode()
NEW = "new:" + base64.b64encode(b"n" * 32).decode()


def test_what_is_sealed_opens_again_and_does_not_show_the_text():
    sealed = seal("JBSWY3DPEHPK3PXP", purpose="seed")
    assert "JBSWY3DPEHPK3PXP" not in sealed
    assert unseal(sealed, purpose="seed") == "JBSWY3DPEHPK3PXP"


def test_the_same_text_is_sealed_differently_each_time():
    assert seal("same", purpose="seed") != seal("same", purpose="seed")


def test_the_newest_key_seals_and_an_older_one_still_opens(settings):
    settings.FIELD_KEYS = OLD
    sealed = seal("text", purpose="seed")
    settings.FIELD_KEYS = f"{NEW},{OLD}"
    assert unseal(sealed, purpose="seed") == "text"
    assert [key_id(sealed), key_id(seal("text", purpose="seed"))] == ["old", "new"]


def test_a_key_that_is_gone_opens_nothing(settings):
    settings.FIELD_KEYS = OLD
    sealed = seal("text", purpose="seed")
    settings.FIELD_KEYS = NEW
    with pytest.raises(CannotOpen):
        unseal(sealed, purpose="seed")


def test_a_value_moved_to_another_purpose_or_key_does_not_open(settings):
    settings.FIELD_KEYS = f"{NEW},{OLD}"
    sealed = seal("text", purpose="seed")
    with pytest.raises(CannotOpen):
        unseal(sealed, purpose="bank account")
    with pytest.raises(CannotOpen):
        unseal(sealed.replace("new:", "old:"), purpose="seed")


@pytest.mark.parametrize("place", [0, 8, -1])
def test_an_altered_value_does_not_open(place):
    name, _colon, encoded = seal("text", purpose="seed").partition(":")
    raw = bytearray(base64.b64decode(encoded))
    raw[place] ^= 1
    with pytest.raises(CannotOpen):
        unseal(f"{name}:{base64.b64encode(raw).decode()}", purpose="seed")


@pytest.mark.parametrize(
    "told", ["", "nocolon", ":" + "A" * 44, "a:not base64", "a:c2hvcnQ=", f"{OLD},{OLD}"]
)
def test_keys_that_do_not_read_are_refused(told):
    with pytest.raises(BadKeys):
        parse_keys(told)
