"""The audit's commands: the result on standard output, words on standard error, and an exit code."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.foundation.audit.tools import as_superuser, write
from yaodian.foundation.audit import blocks, proof, sealer

pytestmark = pytest.mark.race


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=err, no_color=True)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue().strip(), err.getvalue().strip()
    return 0, out.getvalue().strip(), err.getvalue().strip()


@pytest.fixture
def sealed(race_database: str) -> list[int]:
    sealer.seal_all()
    ids = write(5)
    sealer.seal_all()
    return ids


def spoil(entry: int) -> None:
    with as_superuser() as ruler:
        ruler.execute("UPDATE audit_entry SET reason = 'x' WHERE id = %s", [entry])


def test_sealing_answers_with_the_newest_block(race_database: str) -> None:
    sealer.seal_all()
    write(3)
    code, out, err = run("seal_audit")
    head = blocks.head()
    assert head is not None
    assert (code, out, err) == (0, f"2 {head.hash.hex()}", "新封存 3 条记录，1 个块。")


def test_a_sound_audit_verifies_in_one_sentence(sealed: list[int]) -> None:
    assert run("verify_audit") == (
        0,
        f"审计记录完好：2 块、{sealed[-1]} 条记录逐条核对一致，锚点核对到第 2 块。",
        "",
    )


def test_a_broken_audit_is_named_in_one_sentence_and_exit_code_1(sealed: list[int]) -> None:
    spoil(sealed[2])
    sentence = f"第 2 块（记录 {sealed[0]}–{sealed[-1]}）与封存时不一致：其中有记录被改动、对调或替换。"
    assert run("verify_audit") == (1, sentence, "")


def test_the_verdict_for_programs_is_one_json_object(sealed: list[int]) -> None:
    spoil(sealed[2])
    code, out, _err = run("verify_audit", "--json")
    told = json.loads(out)
    finding = told["finding"]
    assert (code, told["ok"], told["anchors"]) == (1, False, 2)
    assert (finding["kind"], finding["block"]) == ("rows_changed", 2)
    assert (finding["first"], finding["last"]) == (sealed[0], sealed[-1])


def test_without_anchors_verification_says_what_it_cannot_see(sealed: list[int], anchor_file: Path) -> None:
    anchor_file.unlink()
    code, out, err = run("verify_audit")
    assert (code, "锚点核对" in out) == (0, False)
    assert err.startswith("没有锚点：末尾的封存块连同记录一起被删去、或整条链被重写，这次核对都看不出来。")


def test_an_anchor_file_kept_elsewhere_can_be_named(
    sealed: list[int], anchor_file: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.jsonl"
    kept.write_text(json.dumps({"n": 2, "hash": "00" * 32, "at": "2026-03-02T12:00:00+08:00"}) + "\n")
    code, out, _err = run("verify_audit", "--anchor", str(kept))
    assert (code, out.startswith("第 2 块与 2026-03-02T12:00:00+08:00 写下的锚点不同")) == (1, True)
    missing = tmp_path / "missing.jsonl"
    assert run("verify_audit", "--anchor", str(missing)) == (2, "", f"找不到锚点文件 {missing}，请检查路径。")


def test_a_proof_holds_without_the_database(sealed: list[int], tmp_path: Path) -> None:
    code, out, err = run("audit_proof", str(sealed[3]))
    assert (code, err) == (0, "")
    block = proof.check(json.loads(out))
    assert block == blocks.head()
    file = tmp_path / "proof.json"
    file.write_text(out)
    code, out, err = run("audit_proof", "--check", str(file))
    assert (code, out.startswith("证明成立：记录封存于第 2 块"), err) == (0, True, "第 2 块与锚点一致。")


@pytest.mark.parametrize("part", ["entry", "index", "path", "block", "hash"])
def test_a_proof_of_which_a_part_was_changed_does_not_hold(
    part: str, sealed: list[int], tmp_path: Path
) -> None:
    told = proof.make(sealed[3])
    match part:
        case "entry":
            told["entry"] = told["entry"].replace("周文静", "吴建国")
        case "index":
            told["index"] -= 1
        case "path":
            told["path"] = told["path"][:-1]
        case "block":
            told["block"]["n"] = 3
        case "hash":
            told["block"]["hash"] = "00" * 32
    assert proof.check(told) is None
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(told))
    assert run("audit_proof", "--check", str(file)) == (1, "证明不成立：记录内容与它声称所在的块不符。", "")


def test_a_proof_against_another_chain_is_told_by_the_anchor(
    sealed: list[int], anchor_file: Path, tmp_path: Path
) -> None:
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(proof.make(sealed[0])))
    anchor_file.write_text(json.dumps({"n": 2, "hash": "00" * 32, "at": "2026-03-02T12:00:00+08:00"}) + "\n")
    code, out, _err = run("audit_proof", "--check", str(file))
    assert (code, out.splitlines()[-1]) == (1, "但第 2 块与锚点不同：这份证明不是出自当时的链。")


def test_an_entry_that_waits_has_no_proof(sealed: list[int]) -> None:
    (waiting,) = write(1)
    sentence = f"第 {waiting} 条记录还不在任何块中。请确认编号，或运行 seal_audit 后再试。"
    assert run("audit_proof", str(waiting)) == (1, "", sentence)


def test_a_spoilt_entry_has_no_proof_that_holds(sealed: list[int]) -> None:
    spoil(sealed[3])
    code, _out, err = run("audit_proof", str(sealed[3]))
    assert (code, err.endswith("证明不成立。请运行 verify_audit 查明位置。")) == (1, True)


def test_a_file_that_is_no_proof_is_said_so(race_database: str, tmp_path: Path) -> None:
    file = tmp_path / "proof.json"
    file.write_text("not json")
    code, out, err = run("audit_proof", "--check", str(file))
    assert (code, out, err) == (2, "", f"{file} 读不出来。请用 audit_proof 编号 > 文件 重新生成。")
    file.write_text("[]")
    assert run("audit_proof", "--check", str(file))[0] == 1
