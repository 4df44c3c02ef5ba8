"""Names that Excel accepts for sheets: at most 31 characters, some signs excepted, each one once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .cells import printable

LIMIT = 31
UNWELCOME = re.compile(r"[\[\]:*?/\\\n\t]")
KEPT_BY_EXCEL = {"history"}
UNNAMED = "表"


def sheet_names(wanted: Sequence[str], *, taken: Sequence[str] = ()) -> list[str]:
    """The names as they were wanted where Excel allows it; a second one of a name gets a number."""
    known = {name.lower() for name in taken} | KEPT_BY_EXCEL
    names = []
    for each in wanted:
        name = _free(UNWELCOME.sub("", printable(each)).strip("' ")[:LIMIT].strip("' ") or UNNAMED, known)
        known.add(name.lower())
        names.append(name)
    return names


def _free(name: str, known: set[str]) -> str:
    free, at = name, 1
    while free.lower() in known:
        at += 1
        free = f"{name[: LIMIT - 5]}（{at}）"
    return free
