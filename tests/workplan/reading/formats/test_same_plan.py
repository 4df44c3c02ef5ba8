"""One plan gives one text, whatever file it comes in."""

from pathlib import Path

import pytest

from tests.workplan.reading.formats import makers
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


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_a_plan_gives_the_same_text_in_every_format(path, kind):
    text = load(path.read_bytes(), path.name).text
    again = load(made(kind, text), f"plan.{kind}")
    assert squeezed(again.text) == squeezed(text)


@pytest.mark.parametrize("kind", MAKERS)
def test_a_published_plan_gives_the_same_lines_in_every_format(kind):
    if not MEASURED:
        pytest.skip("the measured plans are not here")
    for path in MEASURED:
        text = load(path.read_bytes(), path.name).text
        lines = load(made(kind, text), f"plan.{kind}").text.splitlines()
        assert [squeezed(line) for line in lines] == [
            squeezed(line) for line in text.splitlines() if line.strip()
        ]
