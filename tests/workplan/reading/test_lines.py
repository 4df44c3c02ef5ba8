import pytest

from yaodian.workplan.reading.lines import (
    is_foot_clutter,
    is_head_clutter,
    is_note,
    is_sign_off,
    marker_at,
    split_lines,
)


@pytest.mark.parametrize(
    ("words", "numeral", "rest"),
    [
        ("一、培育企业", "一", "培育企业"),
        ("(二)建设平台", "二", "建设平台"),
        ("3.引进人才", "3", "引进人才"),
        ("4、办好活动", "4", "办好活动"),
        ("(5)开展培训", "5", "开展培训"),
        ("⑥发布清单", "⑥", "发布清单"),
        ("第一章 总则", "一", "总则"),
        ("第7项 建设平台", "7", "建设平台"),
        ("任务八:建设平台", "八", "建设平台"),
        ("1.2 建设平台", "1.2", "建设平台"),
        ("第一,培育企业", "一", "培育企业"),
        ("㈢建设平台", "三", "建设平台"),
        ("⒉引进人才", "2", "引进人才"),
        ("⑷开展培训", "4", "开展培训"),
    ],
)
def test_markers_at_the_head_of_a_line(words: str, numeral: str, rest: str) -> None:
    marker = marker_at(words, 0, len(words))
    assert marker is not None
    assert (marker.numeral, words[marker.end :]) == (numeral, rest)


@pytest.mark.parametrize("words", ["2025年全市工作", "10.5亿元投入", "一是新增企业", "第九届大赛", "3家企业"])
def test_numbers_that_are_no_markers(words: str) -> None:
    assert marker_at(words, 0, len(words)) is None


def test_outer_markers_rank_before_inner_ones() -> None:
    ranks = [
        marker_at(words, 0, len(words)) for words in ("第一章 甲", "一、甲", "(一)甲", "1.甲", "(1)甲", "①甲")
    ]
    numbers = [marker.rank for marker in ranks if marker]
    assert numbers == sorted(set(numbers))
    assert len(numbers) == 6


def test_a_text_without_line_ends_is_cut_at_its_numbers() -> None:
    body = "加强统筹协调,完善工作机制,推动各项任务落地见效。" * 4
    words = f"总体部署。(一)培育企业。{body}(二)建设平台。{body}"
    assert [line.marker.numeral for line in split_lines(words) if line.marker] == ["一", "二"]


def test_a_lone_inline_number_cuts_nothing() -> None:
    words = "加强统筹协调,完善工作机制。" * 20 + "见附件。(一)的规定。"
    assert len(split_lines(words)) == 1


@pytest.mark.parametrize(
    "words", ["当前位置:首页 > 规划", "发布日期:2025-02-01 来源:市科技局", "索引号:0123", "浏览次数:12"]
)
def test_clutter_above_the_text(words: str) -> None:
    assert is_head_clutter(words)


@pytest.mark.parametrize(
    "words", ["责任编辑:甲", "【打印】 【关闭】", "附件:清单", "上一篇:通知", "打印本页 关闭窗口"]
)
def test_clutter_below_the_text(words: str) -> None:
    assert is_foot_clutter(words)


def test_plan_text_is_no_clutter() -> None:
    assert not is_head_clutter("一、加强来源管理")
    assert not is_foot_clutter("新增高新技术企业20家。")


def test_notes_and_signatures_are_known() -> None:
    assert is_note("备注:以统计数为准")
    assert is_sign_off("云岭市科学技术局")
    assert is_sign_off("2025年2月1日")
    assert not is_sign_off("新增平台3家。")
