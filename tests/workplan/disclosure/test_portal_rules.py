"""The public's pages can reach nothing but what was published: held by their source, not by good will."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.ladder import PACKAGE

DISCLOSURE = PACKAGE / "workplan" / "disclosure"
MODULES = (DISCLOSURE / "views" / "portal.py", DISCLOSURE / "presenting" / "reading.py")
MODELS = {"Disclosure", "PublishedPart", "Release"}
# Where an import from one of these may come from; everything else of ours is out of reach.
ALLOWED = {
    "yaodian.foundation.search.excerpts": {"excerpt"},
    "yaodian.foundation.search.grams": {"phrases"},
    "..models": MODELS,
    "..presenting.reading": {"Released", "contents", "shown", "words_of"},
    "..states": {"Channel"},
}
# Ways from a published row back to the plan, and from there to everything internal.
WAYS_BACK = {"plan", "version", "task", "target", "redactions", "prepared_by", "checked_by", "approved_by"}


def strange_imports(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("yaodian"))
        if isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            if module.startswith((".", "yaodian")):
                allowed = ALLOWED.get(module, set())
                yield from (f"{module}.{alias.name}" for alias in node.names if alias.name not in allowed)


def ways_back(source: str) -> Iterator[str]:
    """Attributes that lead from a row to the plans: `disclosure.plan`, `release.task.duty`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in WAYS_BACK:
            yield f"{node.lineno}: {node.attr}"


def ways_back_in_template(source: str) -> Iterator[str]:
    for word in WAYS_BACK:
        if f".{word}." in source or f".{word} " in source or f".{word}|" in source:
            yield word


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_the_public_modules_import_only_what_was_published(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    assert list(strange_imports(source)) == []
    assert list(ways_back(source)) == []


def test_the_public_templates_lead_to_nothing_internal() -> None:
    found = {
        path.name: list(ways_back_in_template(path.read_text(encoding="utf-8")))
        for path in (DISCLOSURE / "templates" / "public").iterdir()
    }
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize(
    "source",
    [
        "from yaodian.workplan.plans.models import Task",
        "from yaodian.workplan.duties.models import Duty",
        "import yaodian.workplan.progress.standing",
        "from ..models import Redaction",
        "from ..snapshots import snapshot",
    ],
)
def test_the_rule_sees_each_import_that_goes_behind(source: str) -> None:
    assert len(list(strange_imports(source))) == 1


def test_the_rule_sees_a_way_back_in_code_and_template() -> None:
    assert list(ways_back("x = release.task\ny = part.disclosure.plan.text")) == ["1: task", "2: plan"]
    assert list(ways_back_in_template("{{ one.part.disclosure.plan.title }}")) == ["plan"]
