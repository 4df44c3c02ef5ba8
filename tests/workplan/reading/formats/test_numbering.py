"""Word's automatic numbers."""

import pytest

from yaodian.workplan.reading.formats.numbering import Counter, Level, Listing, with_override, written


@pytest.mark.parametrize(
    ("number", "style", "text"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCounting", "十"),
        (11, "chineseCountingThousand", "十一"),
        (20, "chineseCounting", "二十"),
        (34, "japaneseCounting", "三十四"),
        (100, "chineseCounting", "一〇〇"),
        (100, "chineseCountingThousand", "一百"),
        (102, "chineseCountingThousand", "一百零二"),
        (110, "chineseCountingThousand", "一百一十"),
        (2010, "chineseCountingThousand", "二千零一十"),
        (12_005, "chineseCountingThousand", "一万二千零五"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (21, "ideographDigital", "二一"),
        (3, "ideographTraditional", "丙"),
        (12, "ideographZodiac", "亥"),
        (12, "decimalFullWidth", "１２"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (5, "decimalZero", "05"),
        (14, "lowerRoman", "xiv"),
        (1999, "upperRoman", "MCMXCIX"),
        (27, "lowerLetter", "aa"),
        (2, "upperLetter", "B"),
        (7, "hebrew1", "7"),
        (1, "bullet", ""),
    ],
)
def test_a_number_is_written_in_its_format(number, style, text):
    assert written(number, style) == text


def plan_listing(**second: object) -> Listing:
    levels = {
        0: Level("%1、", "chineseCounting"),
        1: Level("（%2）", "chineseCounting", **second),
        2: Level("%3.", "decimal"),
        3: Level("%1.%2.%4", "decimal", legal=True, suffix="space"),
    }
    return Listing("family", levels)


def test_lower_levels_start_again_under_each_higher_one():
    counter = Counter({"1": plan_listing()})
    labels = [counter.next("1", depth) for depth in (0, 1, 2, 2, 1, 2, 0, 1)]
    assert labels == ["一、", "（一）", "1. ", "2. ", "（二）", "1. ", "二、", "（一）"]


def test_a_level_that_never_restarts_counts_on():
    counter = Counter({"1": plan_listing(restart=0)})
    assert [counter.next("1", depth) for depth in (0, 1, 0, 1)] == ["一、", "（一）", "二、", "（二）"]


def test_legal_numbering_writes_the_higher_levels_as_digits():
    counter = Counter({"1": plan_listing()})
    assert [counter.next("1", depth) for depth in (0, 1, 3)][-1] == "1.1.1 "


def test_two_lists_of_one_family_count_together_until_one_has_its_own_start():
    listing = plan_listing()
    counter = Counter({"1": listing, "2": listing, "3": with_override(listing, 0, 5, None)})
    assert [counter.next(one, 0) for one in ("1", "2", "3", "3")] == ["一、", "二、", "五、", "六、"]


def test_an_unknown_list_gives_no_number():
    assert Counter({}).next("9", 0) == ""
