"""A choice in words: the title of the list that a figure opens."""

from __future__ import annotations

from collections.abc import Iterator

from yaodian.workplan.progress.states import Light

from .records import KINDS, NOBODY, SHARES, Choice, Picture, Record


def described(choice: Choice, picture: Picture) -> str:
    """高新科 · 滞后的指标, as the figure said it."""
    kind = KINDS[SHARES if picture.county is not None else choice.kind]
    light = f"{Light(choice.light).label}的" if choice.light else ""
    return " · ".join([*_places(choice, picture.of_kind(choice.kind)), f"{light}{kind}"])


def _places(choice: Choice, records: list[Record]) -> Iterator[str]:
    """What the chosen places are called, as the records themselves have it."""
    if choice.section:
        yield from _first(record.section_title for record in records if record.section == choice.section)
    if choice.division == 0:
        yield NOBODY
    elif choice.division > 0:
        yield from _first(r.division.name for r in records if r.division and r.division.pk == choice.division)
    if choice.county:
        yield from _first(r.county.name for r in records if r.county and r.county.pk == choice.county)
    if choice.target:
        yield from _first(record.title for record in records if record.target == choice.target)
    if choice.month:
        yield f"{choice.month // 100}年{choice.month % 100}月到期"


def _first(found: Iterator[str]) -> Iterator[str]:
    first = next(found, None)
    if first:
        yield first
