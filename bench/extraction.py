"""`./run bench extraction [ROUNDS]`: how well and how fast plans are read, beside JioNLP in the same run.

Quality is measured on the published plans in ../shared/plans (left out, and said so, when they are absent) and on
the project's own corpus of fictional plans. JioNLP has no notion of a promise; the nearest it does is finding
sums of money and times, so it is compared on the promised sums, and its time is that of these two searches.
Prints one JSON object.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.workplan.reading.scoring import score
from yaodian.workplan.reading import read_plan

ROOT = Path(__file__).resolve().parents[1]
SETS = {"published": ROOT.parent / "shared" / "plans", "corpus": ROOT / "tests/workplan/reading/corpus"}
SCALES = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
ROUNDS = 15
Answer = dict[str, Any]


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    documents = {name: load(folder) for name, folder in SETS.items()}
    result: dict[str, Any] = {"python": platform.python_version(), "rounds": rounds}
    for name, loaded in documents.items():
        result[name] = measure(loaded, rounds) if loaded else {"skipped": f"{name}: no answers found"}
    result["jionlp"] = peer([entry for loaded in documents.values() for entry in loaded], rounds)
    print(json.dumps(result, ensure_ascii=False, indent=2))


def load(folder: Path) -> list[tuple[str, Answer]]:
    """Each text with its hand-made answer, in the order of the names."""
    answers = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    return [((folder / answer["doc"]).read_text(encoding="utf-8"), answer) for answer in answers]


def measure(documents: list[tuple[str, Answer]], rounds: int) -> dict[str, Any]:
    rows = {}
    for text, answer in documents:
        quality = score(answer, read_plan(text).as_dict())
        rows[answer["doc"]] = {
            "characters": len(text),
            "ms": median_ms(lambda t=text: read_plan(t), rounds),
            **quality,
        }
    return {"mean": mean(list(rows.values())), "documents": rows}


def mean(rows: list[dict[str, float]]) -> dict[str, float]:
    """The plain mean over the documents, and the milliseconds for 6,000 characters."""
    scores = {
        name: statistics.fmean(row[name] for row in rows) for name in ("found_f1", "full_f1", "task_f1")
    }
    pace = 6000 * sum(row["ms"] for row in rows) / sum(row["characters"] for row in rows)
    return {
        **{name: round(value, 4) for name, value in scores.items()},
        "ms_per_6000_characters": round(pace, 2),
    }


def median_ms(work: Callable[[], object], rounds: int) -> float:
    work()
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        times.append((time.perf_counter() - begin) * 1000)
    return round(statistics.median(times), 2)


def peer(documents: list[tuple[str, Answer]], rounds: int) -> dict[str, Any]:
    """JioNLP on the same texts: the sums of money it finds against the promised ones, and its time."""
    try:
        with _quiet():
            jionlp = importlib.import_module("jionlp")
    except ImportError:
        return {"skipped": "jionlp is not installed: `pip install -r requirements/bench.txt`"}
    few = max(1, rounds // 5)
    ours, theirs = [0, 0, 0], [0, 0, 0]
    milliseconds = {"ours": 0.0, "jionlp": 0.0}
    for text, answer in documents:
        gold = money(answer["targets"])
        add(ours, compare(gold, money(read_plan(text).as_dict()["targets"])))
        with _quiet():
            add(theirs, compare(gold, jionlp_money(jionlp, text)))
        milliseconds["ours"] += median_ms(lambda t=text: read_plan(t), few)
        with _quiet():
            milliseconds["jionlp"] += median_ms(lambda t=text: jionlp_work(jionlp, t), few)
    return {
        "version": getattr(jionlp, "__version__", None),
        "task": "promised sums of money",
        "f1": {"ours": f1(ours), "jionlp": f1(theirs)},
        "recall": {"ours": recall(ours), "jionlp": recall(theirs)},
        "ms_for_all_documents": {name: round(value, 1) for name, value in milliseconds.items()},
        "documents": len(documents),
    }


Sum = tuple[int, int, float]


def money(targets: list[Answer]) -> list[Sum]:
    """Promised sums in yuan with their place."""
    return [
        (target["start"], target["end"], round(target["value"] * SCALES[target["unit"]], 2))
        for target in targets
        if target["unit"] in SCALES
    ]


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """JioNLP greets on standard output and logs what it cannot parse on standard error."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield


def jionlp_work(jionlp: Any, text: str) -> tuple[Any, Any]:
    return jionlp.ner.extract_money(text), jionlp.ner.extract_time(text)


def jionlp_money(jionlp: Any, text: str) -> list[Sum]:
    found = []
    for entity in jionlp.ner.extract_money(text):
        amount = entity["detail"]["num"]
        low = amount[0] if isinstance(amount, list) else amount
        with contextlib.suppress(ValueError):
            found.append((*entity["offset"], round(float(low), 2)))
    return found


def compare(gold: list[Sum], found: list[Sum]) -> tuple[int, int, int]:
    """Hits, promised sums and found sums; a hit overlaps and has the same amount."""
    free, hits = list(found), 0
    for start, end, amount in gold:
        match = next((one for one in free if start < one[1] and one[0] < end and one[2] == amount), None)
        if match is not None:
            free.remove(match)
            hits += 1
    return hits, len(gold), len(found)


def add(total: list[int], more: tuple[int, int, int]) -> None:
    total[:] = [left + right for left, right in zip(total, more, strict=True)]


def f1(counts: list[int]) -> float:
    hits, gold, found = counts
    return round(2 * hits / (gold + found), 4) if gold + found else 1.0


def recall(counts: list[int]) -> float:
    return round(counts[0] / counts[1], 4) if counts[1] else 1.0


if __name__ == "__main__":
    main()
