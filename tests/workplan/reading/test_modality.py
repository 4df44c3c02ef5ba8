import pytest

from yaodian.workplan.reading.modality import modality_of


@pytest.mark.parametrize(
    ("words", "modality"),
    [
        ("确保新增", "must"),
        ("力争达到", "strive"),
        ("争取新建", "strive"),
        ("新增", "plain"),
        ("确保10家力争", "strive"),
    ],
)
def test_the_last_modal_counts(words: str, modality: str) -> None:
    assert modality_of(words) == modality


def test_a_modal_reaches_on_until_another_comes() -> None:
    assert modality_of("技术合同达到", "strive") == "strive"
