"""What must hold for every text, found by search."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from yaodian.workplan.reading import NotAPlan, Reading, read_plan
from yaodian.workplan.reading.clauses import mask
from yaodian.workplan.reading.folding import fold
from yaodian.workplan.reading.numerals import parse_number
from yaodian.workplan.reading.targets import Passage, read_targets

_WORDS = st.sampled_from(
    [
        "新增",
        "力争",
        "确保",
        "高新技术企业",
        "省级以上平台",
        "达到",
        "突破",
        "增长",
        "20家",
        "3.5亿元",
        "15%",
        "三家",
        "两",
        "百分之十",
        "、",
        "，",
        "。",
        "；",
        "（",
        "）",
        "“",
        "”",
        "其中",
        "分别",
        "和",
        "各",
        "由",
        "提高到",
        "一、",
        "（一）",
        "1.",
        "2025年",
        "2024年",
        "全年",
        "每季度",
        "以上",
        "左右",
        "的",
        "企业",
        "\n",
        "\t",
        "|",
        "序号",
        "工作任务",
        "责任科室",
        "指标名称",
        "单位",
        "给予",
        "奖励",
        "现有",
    ]
)
TEXTS = st.lists(_WORDS, max_size=40).map("".join)
_NARROW = str.maketrans(
    {chr(0xFF10 + digit): str(digit) for digit in range(10)} | {"％": "%", "，": ",", "；": ";"}
)


def _read(text: str) -> Reading | None:
    with suppress(NotAPlan):
        return read_plan(text)
    return None


@settings(max_examples=150, deadline=None)
@given(st.one_of(TEXTS, st.text(max_size=200)))
def test_spans_lie_inside_the_text_in_order_and_apart(text: str) -> None:
    reading = _read(text)
    end = 0
    for target in reading.targets if reading else ():
        assert end <= target.start < target.end <= len(text)
        assert target.text == text[target.start : target.end]
        assert target.indicator
        end = target.end


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_tasks_lie_inside_the_text_and_their_targets_inside_them(text: str) -> None:
    reading = _read(text)
    if reading is None:
        return
    spans = {task.no: (task.start, task.end) for task in reading.tasks}
    assert len(spans) == len(reading.tasks)
    for target in reading.targets:
        if target.task is not None:
            start, end = spans[target.task]
            assert start <= target.start < target.end <= end


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_wide_and_narrow_forms_read_alike(text: str) -> None:
    def numbers(words: str) -> list[tuple[int, int, float, str, str]]:
        found = read_targets(words, mask(fold(words)), Passage(0, len(words)), 2025)
        return [(t.start, t.end, t.value, t.comparator, t.kind) for t in found]

    wide = text.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)} | {ord("%"): "％"})
    assert numbers(text.translate(_NARROW)) == numbers(wide)


@given(st.integers(min_value=1, max_value=9_999_999))
def test_thousands_commas_change_nothing(value: int) -> None:
    assert parse_number(f"{value:,}") == parse_number(str(value)) == value


@given(st.integers(min_value=1, max_value=99_999_999))
def test_chinese_numerals_say_the_same_number(value: int) -> None:
    assert parse_number(_in_chinese(value)) == value


def _in_chinese(value: int) -> str:
    if value >= 10_000:
        rest = value % 10_000
        return (
            _in_chinese(value // 10_000)
            + "万"
            + (("零" if rest < 1000 else "") + _in_chinese(rest) if rest else "")
        )
    words, zero = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // power % 10
        if digit:
            words += ("零" if zero and words else "") + "零一二三四五六七八九"[digit] + name
        zero = digit == 0
    return words
