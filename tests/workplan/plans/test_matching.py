"""Which task a row speaks of: likeness of words, helped by the number."""

from __future__ import annotations

import pytest

from yaodian.workplan.plans import matching
from yaodian.workplan.plans.matching import Candidate, Match, Wanted


def test_likeness_of_words_decides_and_the_number_only_helps() -> None:
    tasks = [Candidate(1, "1", "壮大高新技术企业"), Candidate(2, "2", "用好科技创新券")]
    rows = {
        5: Wanted("2", "壮大高新技术企业群体"),
        6: Wanted("1", "科技创新券"),
        7: Wanted("1", "办公楼维修"),
    }
    assert matching.match(rows, tasks) == {
        5: Match(1, "一致"), 6: Match(2, "一致"), 7: Match(None, "未找到"),
    }  # fmt: skip


def test_a_task_is_given_to_the_row_that_fits_best_and_to_no_other() -> None:
    tasks = [Candidate(1, "1", "壮大高新技术企业")]
    rows = {5: Wanted("", "壮大企业"), 6: Wanted("", "壮大高新技术企业")}
    assert matching.match(rows, tasks) == {5: Match(None, "未找到"), 6: Match(1, "一致")}


@pytest.mark.parametrize("no", ["3", "（3）", "3.", "3、", "３"])
def test_a_number_is_the_same_however_it_is_written(no: str) -> None:
    assert matching.bare_number(no) == "3"
