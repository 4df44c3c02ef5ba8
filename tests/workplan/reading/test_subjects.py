import pytest

from yaodian.workplan.reading.clauses import mask
from yaodian.workplan.reading.folding import fold
from yaodian.workplan.reading.subjects import Subject


@pytest.mark.parametrize(
    ("words", "noun"),
    [
        ("加大高新技术企业培育力度", "高新技术企业"),
        ("高企倍增", "高企"),
        ("重点实验室", "重点实验室"),
        ("企业数量翻一番", "企业数量"),
        ("企业和机构在去年的基础上再上台阶", "企业和机构"),
    ],
)
def test_a_clause_without_a_number_names_what_is_counted_next(words: str, noun: str) -> None:
    subject = Subject(words, mask(fold(words)))
    subject.hear((0, len(words)))
    assert subject.noun == noun


def test_what_was_measured_last_is_the_subject() -> None:
    subject = Subject("平台", "平台")
    subject.hear((0, 2))
    subject.settle("企业")
    assert subject.noun == "企业"


def test_in_a_row_the_given_title_stays_the_subject() -> None:
    words = "编制统计年鉴，完成审核"
    subject = Subject(words, mask(fold(words)), given=(0, 6))
    subject.hear((7, 11))
    assert subject.noun == "统计年鉴"
