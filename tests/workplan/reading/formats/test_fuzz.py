"""T20 at a size CI can carry: damaged files give a Source or an Unreadable, never anything else."""

import random

import pytest

from tests.workplan.reading.formats import makers
from yaodian.workplan.reading.formats import text as plain
from yaodian.workplan.reading.formats.jobs import perform
from yaodian.workplan.reading.formats.loading import kind_of
from yaodian.workplan.reading.formats.source import Unreadable

CASES = 300
SEED = 20260101
PARTS = {
    "docx": ("document.xml", "numbering.xml", "styles.xml"),
    "xlsx": ("sheet1.xml", "workbook.xml", "styles.xml"),
}
WORDS = (
    b"<",
    b">",
    b"</",
    b"&",
    b'"',
    b"-1",
    b"99999999999999999999",
    b"\x00",
    b"\xff\xfe",
    b"",
    b' w:val=""',
)


def originals() -> dict[str, bytes]:
    levels = [("chineseCounting", "%1、"), ("decimal", "%2.")]
    found = {
        "txt": makers.PLAN.encode(),
        "html": makers.html_of(makers.PLAN + "甲\t乙\n丙\t丁\n"),
        "docx": makers.numbered_docx(levels, [(0, "培育企业"), (1, "新增高新技术企业30家以上"), (1, "攻关")]),
        "xlsx": makers.task_table(),
    }
    try:
        return {**found, "pdf": makers.pdf_of(makers.PLAN + "甲\t乙\t丙\n丁\t戊\t己\n")}
    except OSError:
        return found


ORIGINALS = originals()


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Change, cut, double or insert a few bytes."""
    result = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(result) or 1)
        length = chance.choice((1, 2, 8, 64))
        match chance.randrange(5):
            case 0:
                result[at : at + length] = chance.randbytes(length)
            case 1:
                del result[at : at + length]
            case 2:
                result[at:at] = result[at : at + length]
            case 3:
                result[at:at] = chance.choice(WORDS)
            case _:
                del result[at + chance.randrange(len(result)) :]
    return bytes(result)


def damaged_inside(data: bytes, kind: str, chance: random.Random) -> bytes:
    """Damage a part and pack it again, so that the damage reaches the parser behind the checksums."""
    return makers.changed(data, chance.choice(PARTS[kind]), lambda part: damaged(part, chance))


def outcome(data: bytes, kind: str) -> str:
    try:
        if kind_of(data, f"plan.{kind}") == "txt":
            plain.read(data)
            return "text"
        jobs = ("text", "grid") if kind in PARTS else ("text",)
        for job in jobs:
            perform(job, kind, data)
    except Unreadable as error:
        return error.code
    return "text"


@pytest.mark.parametrize("kind", ORIGINALS)
def test_damaged_files_are_read_or_refused(kind):
    chance = random.Random(SEED)
    seen: dict[str, int] = {}
    for number in range(CASES):
        inside = kind in PARTS and number % 2
        data = damaged_inside(ORIGINALS[kind], kind, chance) if inside else damaged(ORIGINALS[kind], chance)
        code = outcome(data, kind)
        seen[code] = seen.get(code, 0) + 1
    assert sum(seen.values()) == CASES
    assert len(seen) > 1, f"every damaged {kind} ended alike: {seen}"


def test_a_whole_file_of_every_kind_is_read():
    assert {kind: outcome(data, kind) for kind, data in ORIGINALS.items()} == dict.fromkeys(ORIGINALS, "text")
