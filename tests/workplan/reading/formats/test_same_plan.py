"""One plan gives one text, and so the same tasks and targets, whatever file it comes in."""

from pathlib import Path

import pytest

from tests.workplan.reading.formats import makers
from yaodian.workplan.reading import read_plan
from yaodian.workplan.reading.formats import load

HERE = Path(__file__).resolve()
CORPUS = sorted((HERE.parents[1] / "corpus").glob("*.txt"))
MEASURED = sorted((HERE.parents[5] / "shared" / "plans").glob("*.txt"))
MAKERS = {"docx": makers.docx_of, "html": makers.html_of, "pdf": makers.pdf_of}


def squeezed(text: str) -> str:
    return "".join(text.split())


def made(kind: str, text: str) -> bytes:
    try:
        return MAKERS[kind](text)
    except OSError:
        pytest.skip("WeasyPrint needs Pango")


def commitments(text: str) -> tuple[list[object], list[object]]:
    """Return what a plan promises, without the places in the text."""
    plan = read_plan(text)
    tasks = [(task.no, squeezed(task.title)) for task in plan.tasks]
    targets = [
        (
            squeezed(target.indicator),
            target.comparator,
            target.value,
            target.value_max,
            target.unit,
            target.task,
        )
        for target in plan.targets
    ]
    return tasks, targets


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_a_plan_gives_the_same_text_tasks_and_targets_in_every_format(path, kind):
    text = load(path.read_bytes(), path.name).text
    again = load(made(kind, text), f"plan.{kind}").text
    assert squeezed(again) == squeezed(text)
    assert commitments(again) == commitments(text)


@pytest.mark.parametrize("kind", MAKERS)
def test_a_published_plan_gives_the_same_lines_tasks_and_targets_in_every_format(kind):
    if not MEASURED:
        pytest.skip("the measured plans are not here")
    for path in MEASURED:
        text = load(path.read_bytes(), path.name).text
        again = load(made(kind, text), f"plan.{kind}").text
        lines = [squeezed(line) for line in text.splitlines() if line.strip()]
        assert [squeezed(line) for line in again.splitlines()] == lines
        assert commitments(again) == commitments(text)
