"""`./run manage extract_plan FILE` as a person calls it: one JSON object, a sentence for what goes wrong, no database."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import jsonschema
import pytest

from tests.workplan.plans.making import TEXT
from tests.workplan.reading.formats import makers
from yaodian.workplan import reading

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = json.loads((Path(reading.__file__).parent / "plan.schema.json").read_text(encoding="utf-8"))
DEMO_PLAN = ROOT / "yaodian" / "site" / "demo" / "plans" / "2026年云岭市科技创新工作要点.txt"
CLOSED = "postgresql://yaodian_app:word@127.0.0.1:9/yaodian"


def extract(*arguments: str, cwd: Path, data: bytes = b"") -> subprocess.CompletedProcess[str]:
    """The command from another folder, its database addresses pointing at a closed port."""
    env = os.environ | {"DATABASE_URL": CLOSED, "MIGRATION_DATABASE_URL": CLOSED}
    command = [ROOT / "run", "manage", "extract_plan", *arguments]
    done = subprocess.run(command, cwd=cwd, env=env, input=data, capture_output=True)
    return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())


def found_in(done: subprocess.CompletedProcess[str]) -> dict[str, object]:
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def shape(found: dict[str, object]) -> tuple[str, int, list[str], list[tuple[str, float, str]]]:
    tasks = [task["no"] for task in found["tasks"]]
    targets = [(target["comparator"], target["value"], target["unit"]) for target in found["targets"]]
    return found["title"], found["year"], tasks, targets


SMALL = (
    "云岭市2026年科技创新工作要点",
    2026,
    ["1", "2", "3", "4"],
    [
        ("=", 210, "家"),
        (">=", 35, "家"),
        ("=", 210, "家"),
        (">=", 450, "家"),
        (">=", 160, "人"),
        (">=", 100, "场"),
    ],
)


def test_it_prints_one_object_of_the_published_schema_without_a_database(tmp_path: Path) -> None:
    found = found_in(extract(str(DEMO_PLAN), cwd=tmp_path))
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    assert (len(found["tasks"]), len(found["targets"])) == (35, 54)
    text = DEMO_PLAN.read_text(encoding="utf-8")
    assert [target["text"] for target in found["targets"]] == [
        text[target["start"] : target["end"]] for target in found["targets"]
    ]


def test_the_file_is_looked_for_in_the_callers_folder(tmp_path: Path) -> None:
    (tmp_path / "要点.txt").write_text(TEXT, encoding="utf-8")
    assert shape(found_in(extract("要点.txt", cwd=tmp_path))) == SMALL


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_dash_reads_standard_input(tmp_path: Path, encoding: str) -> None:
    assert shape(found_in(extract("-", cwd=tmp_path, data=TEXT.encode(encoding)))) == SMALL


def test_a_document_on_standard_input_is_read_like_a_file(tmp_path: Path) -> None:
    assert shape(found_in(extract("-", cwd=tmp_path, data=makers.docx_of(TEXT)))) == SMALL


def test_the_kind_of_document_can_be_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert found_in(extract("a.txt", cwd=tmp_path))["document"] == "annual_plan"
    assert found_in(extract("a.txt", "--kind=task_list", cwd=tmp_path))["document"] == "task_list"


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("nowhere.txt", None, "打不开文件 nowhere.txt，请检查路径和读取权限。"),
        ("empty.txt", b"", "文件里没有内容。请检查是否选错了文件，再上传。"),
        ("cut.docx", makers.docx_of(TEXT)[:-200], "文件已损坏或没有传完整。"),
        ("note.txt", "今天天气很好，我们一起去爬山，回来再写总结。".encode(), "请确认"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence_and_exit_code_one(
    tmp_path: Path, name: str, data: bytes | None, sentence: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    done = extract(name, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
