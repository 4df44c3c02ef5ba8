"""Quality on whole documents: the project's own corpus, and three published plans where they are at hand."""

import json
from pathlib import Path

import pytest

from tests.workplan.reading.scoring import score
from yaodian.workplan.reading import read_plan

CORPUS = Path(__file__).parent / "corpus"
PLANS = Path(__file__).parents[4] / "shared" / "plans"
FLOORS = {"found_f1": 0.98, "full_f1": 0.95, "task_f1": 1.0}
CORPUS_FLOORS = {"found_f1": 0.95, "full_f1": 0.92, "task_f1": 0.96}


def _score(answers: Path) -> dict[str, float]:
    gold = json.loads(answers.read_text(encoding="utf-8"))
    text = answers.with_name(gold["doc"]).read_text(encoding="utf-8")
    return score(gold, read_plan(text).as_dict())


def _below(scores: dict[str, float], floors: dict[str, float]) -> dict[str, float]:
    return {name: scores[name] for name, floor in floors.items() if scores[name] < floor}


@pytest.mark.parametrize("answers", sorted(CORPUS.glob("*.json")), ids=lambda path: path.stem)
def test_fictional_plans_are_read_well(answers: Path) -> None:
    assert _below(_score(answers), CORPUS_FLOORS) == {}


@pytest.mark.skipif(
    not PLANS.is_dir(), reason="the three published plans are not at hand: ../shared/plans is missing"
)
@pytest.mark.parametrize("name", ["000", "001", "003"])
def test_published_plans_are_read_to_the_required_quality(name: str) -> None:
    assert _below(_score(PLANS / f"{name}.json"), FLOORS) == {}
