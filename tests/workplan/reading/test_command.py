import json
from pathlib import Path

import pytest

from yaodian.workplan.reading.__main__ import main

PLAN = "云岭市2025年工作要点\n1.培育企业。新增企业20家。\n2.建设平台。新建平台3家。\n"


def test_the_command_prints_one_json_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    assert main([str(path)]) == 0
    assert [task["title"] for task in json.loads(capsys.readouterr().out)["tasks"]] == [
        "培育企业",
        "建设平台",
    ]


def test_a_file_that_is_no_plan_gets_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "note.txt"
    path.write_text("今天天气很好，我们一起去爬山，回来再写总结。", encoding="utf-8")
    assert main([str(path)]) == 1
    assert "请确认" in capsys.readouterr().err


def test_a_missing_file_gets_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["missing.txt"]) == 1
    assert "请检查文件名" in capsys.readouterr().err


def test_without_a_file_the_usage_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "用法" in capsys.readouterr().err
