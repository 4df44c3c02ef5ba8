import pytest

from yaodian.workplan.reading.folding import fold


@pytest.mark.parametrize(
    ("source", "folded"),
    [
        ("１５％", "15%"),
        ("（一）加快。", "(一)加快。"),
        ("１，２００家", "1,200家"),
        ("〔2025〕3号", "[2025]3号"),
        ("2025—2027", "2025-2027"),
        ("Ｒ＆Ｄ\u3000投入", "R&D 投入"),
        ("二〇二五年", "二零二五年"),
    ],
)
def test_wide_forms_fold_to_narrow_ones(source: str, folded: str) -> None:
    assert fold(source) == folded


def test_folding_keeps_every_offset() -> None:
    source = "新增（含）１０家，\r\n增长５％；"
    assert len(fold(source)) == len(source)
