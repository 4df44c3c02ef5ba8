import pytest

from yaodian.workplan.reading.folding import fold
from yaodian.workplan.reading.front import find_city, find_issuer, find_title, find_year, title_text
from yaodian.workplan.reading.lines import split_lines


def title(text: str) -> str:
    folded = fold(text)
    lines = split_lines(folded)
    return title_text(text, folded, find_title(folded, lines), lines)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("当前位置：首页 > 规划\n云岭市2025年科技工作要点\n一、培育", "云岭市2025年科技工作要点"),
        ("云岭市科学技术局\n2025年工作要点\n一、培育", "云岭市科学技术局2025年工作要点"),
        ("各县市科技局：\n现将任务下达给你们。\n2025年任务清单\n一、培育", "2025年任务清单"),
        (
            "云科发〔2025〕6号\n云岭市科技局关于印发2025年工作要点及分工的通知\n"
            "现将《云岭市科技局2025年工作要点及分工》印发给你们。",
            "云岭市科技局2025年工作要点及分工",
        ),
        ("云岭市2025年工作要点 坚持创新驱动。一、培育。", "云岭市2025年工作要点"),
    ],
)
def test_the_title_is_the_line_that_names_a_plan(text: str, found: str) -> None:
    assert title(text) == found


@pytest.mark.parametrize(
    ("text", "heading", "year"),
    [
        ("正文", "2025年工作要点", 2025),
        ("正文", "二〇二五年工作要点", 2025),
        ("正文", "三年行动计划(2025-2027年)", 2025),
        ("正文", "2024年工作总结和2025年工作计划", 2025),
        ("2023年以来合作密切\n2025年3月1日", "合作协议", 2025),
        ("没有年份", "工作要点", None),
    ],
)
def test_the_year_is_the_one_planned_for(text: str, heading: str, year: int | None) -> None:
    assert find_year(fold(text), fold(heading)) == year


def test_the_city_comes_from_title_issuer_or_text() -> None:
    assert find_city("", "云岭市2025年工作要点", None) == "云岭市"
    assert find_city("", "2025年工作要点", "云岭市科技局") == "云岭市"
    assert find_city("建设云岭市科学城,云岭高新区,全市上市企业", "2025年全市工作要点", None) == "云岭市"
    assert find_city("全市上市企业", "工作要点", None) is None


def test_the_issuer_comes_from_the_publication_line_or_the_signature() -> None:
    published = fold("来源：云岭市科技局 浏览次数：3\n正文")
    signed = fold("正文。\n云岭市科学技术局\n2025年2月1日")
    assert find_issuer(published, split_lines(published)) == "云岭市科技局"
    assert find_issuer(signed, split_lines(signed)) == "云岭市科学技术局"
    assert find_issuer("正文", split_lines("正文")) is None


@pytest.mark.parametrize(
    "words", ["围绕市委、市政府部署", "培育技术市场,增强市场竞争力", "争创先进市", "贯彻市委全会精神"]
)
def test_words_before_a_city_are_no_city(words: str) -> None:
    assert find_city(words, "2025年全市工作要点", None) is None


def test_a_number_is_no_year() -> None:
    assert find_year("专利突破2000件,2026年再上台阶", "科技工作要点") == 2026
