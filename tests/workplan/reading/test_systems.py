import pytest

from yaodian.workplan.reading.systems import find_systems


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("建立市级大仪共享服务平台", "市级大仪共享服务平台"),
        ("完善“云岭通”公共服务平台", "“云岭通”公共服务平台"),
        ("规范使用科技专家库", "科技专家库"),
    ],
)
def test_platforms_are_named_without_the_verb_before_them(words: str, name: str) -> None:
    (system,) = find_systems(words, words, [(0, len(words))])
    assert (system.text, words[system.start : system.end]) == (name, name)


def test_research_platforms_are_no_information_systems() -> None:
    words = "新建创新平台3家"
    assert list(find_systems(words, words, [(0, len(words))])) == []
