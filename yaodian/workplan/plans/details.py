"""What tasks say beside their numbers, shared out when a task is split and put together when tasks are merged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from yaodian.workplan.reading.folding import fold

Details = dict[str, list[Any]]


def shared_out(details: Details, text: str, start: int, at: int, end: int) -> tuple[Details, Details]:
    """The details of `text[start:at]` and of `text[at:end]`.

    What has a place goes with it; a name goes with the words that hold it, and stays with the first part
    when neither does, as an office named in a table's cell.
    """
    first, second = fold(text[start:at]), fold(text[at:end])

    def in_second(one: Any) -> bool:
        return bool(one["start"] >= at) if isinstance(one, dict) else one in second

    def in_first(one: Any) -> bool:
        return not in_second(one) or (isinstance(one, str) and one in first)

    return _of(details, in_first), _of(details, in_second)


def _of(details: Details, wanted: Any) -> Details:
    kept = {name: [one for one in found if wanted(one)] for name, found in details.items()}
    return {name: found for name, found in kept.items() if found}


def put_together(several: Iterable[Details]) -> Details:
    """Each detail of all of them once, in their order."""
    joined: Details = {}
    for details in several:
        for name, found in details.items():
            known = joined.setdefault(name, [])
            known.extend(one for one in found if one not in known)
    return joined
