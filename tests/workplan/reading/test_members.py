import pytest

from yaodian.workplan.reading.members import members


def cut(words: str) -> list[str]:
    return [words[member.start : member.end] for member in members(words, 0, len(words))]


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("新增甲3家、乙5家", ["新增甲3家、", "乙5家"]),
        ("新增3个甲和5个乙", ["新增3个甲和", "5个乙"]),
        ("成交额突破50亿元、增长20%", ["成交额突破50亿元、", "增长20%"]),
        ("投入达到5亿元增长10%", ["投入达到5亿元", "增长10%"]),
        ("新增企业20家力争25家", ["新增企业20家", "力争25家"]),
        ("新增企业20家其中规上5家", ["新增企业20家", "其中规上5家"]),
    ],
)
def test_a_clause_is_cut_into_one_stretch_per_number(words: str, parts: list[str]) -> None:
    assert cut(words) == parts


@pytest.mark.parametrize("words", ["企业由50家增加到80家", "设置率从36%提高至45%", "总投资10亿元以上项目5个"])
def test_base_lines_and_sizes_belong_to_the_number_after_them(words: str) -> None:
    assert cut(words) == [words]
