"""The words that Django and allauth bring along, as the site says them."""

import gettext
import re
from pathlib import Path

import allauth
import django
import pytest
from django.conf import settings
from django.utils import translation

from yaodian.site.catalogue import compiled, read

UNWANTED = re.compile("非法|无效")
PO = settings.LOCALE_PATHS[0] / "zh_Hans" / "LC_MESSAGES" / "django.po"


def shipped():
    """Every message of the installed Chinese catalogues, as (msgid, text)."""
    for package in (django, allauth):
        for mo in Path(package.__file__).parent.rglob("zh_Hans/LC_MESSAGES/django.mo"):
            with mo.open("rb") as file:
                yield from gettext.GNUTranslations(file)._catalog.items()


def said(key):
    """What the site says for a key of a catalogue: a msgid, or a msgid with its plural's number."""
    with translation.override("zh-hans"):
        if isinstance(key, tuple):
            return translation.ngettext(key[0], key[0], 2)
        context, mark, text = key.rpartition("\x04")
        return translation.pgettext(context, text) if mark else translation.gettext(text)


def test_no_message_that_the_site_shows_calls_anybody_unlawful():
    messages = list(shipped())
    assert len(messages) > 500
    assert [key for key, _text in messages if key and UNWANTED.search(said(key))] == []


def test_the_search_sees_the_words_in_the_catalogues_as_they_are_shipped():
    assert len([key for key, text in shipped() if UNWANTED.search(text)]) > 5


def test_each_message_said_otherwise_exists_and_keeps_its_places_to_fill():
    known = {key for key, _text in shipped()}
    holes = re.compile(r"%(?:\(\w+\))?s")
    for key, text in read(PO).items():
        assert not key or key in known
        assert sorted(holes.findall(key)) == sorted(holes.findall(text))


def test_the_compiled_words_are_those_of_the_source():
    assert PO.with_suffix(".mo").read_bytes() == compiled(read(PO))


@pytest.mark.parametrize("key", ["Invalid login.", "Incorrect password."])
def test_what_is_compiled_here_is_what_gettext_reads(key):
    with PO.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext(key) == read(PO)[key]
