"""The figures of GB/T 9704-2012 that the writers follow and the checker measures by. Lengths in millimetres or points."""

from __future__ import annotations

TALL, WIDE = (210, 297), (297, 210)
# top, right, bottom, left; a page across is the upright one turned left, its head at the left edge.
MARGINS = (37, 26, 35, 28)
MARGINS_ACROSS = (28, 37, 26, 35)
LINES, CHARACTERS = 22, 28
PITCH = 28.0
# 28 characters fill the 156 mm of a line: each has a little less than its own 16 points.
CHARACTER = 156 / 25.4 * 72 / CHARACTERS
BODY, SMALL, TITLE = 16.0, 14.0, 22.0
TABLE, DENSE_TABLE, DENSE_FROM = 12.0, 10.5, 7
PAGE_NUMBER_BELOW = 7
RED = "FF0000"

FANGSONG, KAITI, HEITI, SONGTI, XIAOBIAOSONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"
# Font, bold: of the headings 一、（一）1.（1）
HEADINGS = ((HEITI, False), (KAITI, False), (FANGSONG, True), (FANGSONG, False))


def red_head_size(words: str) -> float:
    """The size at which the 发文机关标志 fills, but does not pass, the width of a line."""
    return float(max(TITLE, min(48, 430 // max(len(words), 1))))


def table_size(columns: int) -> float:
    return DENSE_TABLE if columns >= DENSE_FROM else TABLE
