"""Whatever the code writes into the audit has Chinese words for the timeline."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from yaodian.foundation.audit import words
from yaodian.foundation.people.sign_in_events import OWN_ACCOUNT, OWN_FACTOR

ROOT = Path(__file__).resolve().parents[3]
NOT_OF_THE_AUDIT = {"add_argument", "get_rates", "get_cache_key", "clear", "consume"}


def written_actions(source: str) -> Iterator[str]:
    """Actions given literally: the first argument of record(), the keyword `action` of any other call."""
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        given = call.args[:1] if name == "record" else []
        given += [keyword.value for keyword in call.keywords if keyword.arg == "action"]
        if name not in NOT_OF_THE_AUDIT:
            yield from (value.value for value in given if isinstance(value, ast.Constant) and value.value)


def test_every_action_in_the_code_has_words() -> None:
    found = {
        action for path in (ROOT / "yaodian").rglob("*.py") for action in written_actions(path.read_text())
    }
    found |= OWN_ACCOUNT.keys() | OWN_FACTOR.keys()
    assert {"import_plan", "sign_in", "finish_review"} <= found
    assert sorted(action for action in found if not words.is_known(action)) == []


def test_control_an_action_without_words_is_found() -> None:
    source = 'record("unheard_of", by=by)\nmove(obj, to, by=by, action="unseen")\nparser.add_argument(action="store")'
    assert list(written_actions(source)) == ["unheard_of", "unseen"]
