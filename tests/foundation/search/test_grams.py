"""Text cut into entries of the index, and words into what is asked of it."""

from __future__ import annotations

import pytest

from yaodian.foundation.search.excerpts import excerpt, marked
from yaodian.foundation.search.grams import fold, grams, phrases, tsquery


def test_full_width_and_half_width_fold_into_one() -> None:
    assert fold("ＡＩ＋２０２６（１０％）") == fold("ai+2026(10%)")


def test_a_chinese_run_gives_its_pairs_and_its_last_character() -> None:
    assert grams("创新券") == ["创新", "新券", "券"]


def test_a_word_of_letters_or_digits_gives_each_of_its_ends() -> None:
    assert grams("5G网") == ["5g", "g", "网"]
    assert grams("1.55%") == ["1.55", "55", "5"]


def test_the_ideographic_zero_and_rare_characters_belong_to_their_run() -> None:
    assert grams("二〇") == ["二〇", "〇"]
    assert grams("𬭚钢") == ["𬭚钢", "钢"]


def test_a_repeated_pair_is_entered_once() -> None:
    assert grams("企业企业") == ["企业", "业企", "业"]


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("高新", "'高新'"),
        ("高新企", "'高新' & '新企'"),
        ("券", "'券':*"),
        ("G网", "'g':* & '网':*"),
        ("创新券 400万元", "'创新' & '新券' & '400':* & '万元'"),
        ("。！", ""),
        ("", ""),
        ("o'k", "'o':* & 'k':*"),
    ],
)
def test_words_become_a_query(words: str, query: str) -> None:
    assert tsquery(words) == query


def test_phrases_are_folded_and_named_once() -> None:
    assert phrases("ＡＩ  ai 创新") == ["ai", "创新"]


def test_every_match_is_marked_in_the_spelling_of_the_text() -> None:
    assert marked("ＡＩ与ai", ["ai"]) == [("ＡＩ", True), ("与", False), ("ai", True)]


def test_matches_that_touch_are_one_mark() -> None:
    assert marked("创新券", ["创新", "新券"]) == [("创新券", True)]


def test_a_sign_that_folds_into_two_is_marked_whole() -> None:
    assert marked("10㎡厂房", ["10m"]) == [("10㎡", True), ("厂房", False)]


def test_an_excerpt_stands_around_its_first_match() -> None:
    parts = excerpt("前" * 100 + "创新券" + "后" * 200, ["创新券"])
    assert parts[0] == ("…", False)
    assert parts[1:3] == [("前" * 30, False), ("创新券", True)]
    assert parts[3:] == [("后" * 87, False), ("…", False)]


def test_an_excerpt_without_a_match_begins_at_the_beginning() -> None:
    assert excerpt("一句\n话", ["没有"]) == [("一句 话", False)]
