"""The pipeline from a text to a `Reading`; every stage is a module of this package."""

from collections.abc import Iterator

from . import tables
from .clauses import mask
from .details import read_details
from .documents import detect_kind
from .folding import fold
from .front import find_city, find_issuer, find_title, find_year, title_text
from .lines import split_lines
from .outline import Node, Outline, build_outline, guides, headings, numbers, reports_results, tasks_of
from .shapes import NotAPlan, Reading, Span, Target, Task
from .systems import find_systems
from .tabletargets import read_indicator_row
from .targets import Passage, read_targets, without_overlaps


def read_plan(text: str, kind: str | None = None) -> Reading:
    """Read a plan, agreement, list or table out of its plain text.

    `kind` is one of `documents.KINDS`; left out, it is found from the title and wording. Raises
    `NotAPlan` when the text has neither a task nor a promised number.
    """
    folded = fold(text)
    lines = split_lines(folded)
    title_line = find_title(folded, lines)
    title = title_text(text, folded, title_line, lines)
    outline = build_outline(folded, lines, title_line)
    year, issuer = find_year(folded, fold(title)), find_issuer(folded, lines)
    nodes = tasks_of(outline, folded)
    names = numbers(nodes)
    masked = mask(folded)
    tasks = tuple(_task(text, folded, masked, node, names[node.start], year) for node in nodes)
    targets = tuple(_targets(text, folded, masked, outline, names, year))
    if not tasks and not targets:
        raise NotAPlan
    return Reading(
        title=title,
        year=year,
        city=find_city(folded, fold(title), issuer),
        issuer=issuer,
        document=kind or detect_kind(fold(title), folded),
        tasks=tasks,
        targets=targets,
        systems=tuple(find_systems(text, folded, [(node.start, node.end) for node in nodes])),
    )


def _task(source: str, folded: str, masked: str, node: Node, no: str, year: int | None) -> Task:
    return Task(
        no=no,
        section=headings(node, source),
        title=source[node.title[0] : node.title[1]].strip(),
        start=node.start,
        end=node.end,
        details=read_details(source, folded, masked, node, year),
    )


def _targets(
    source: str, folded: str, masked: str, outline: Outline, names: dict[int, str], year: int | None
) -> list[Target]:
    found: list[Target] = []
    for passage in _passages(folded, outline, names):
        found.extend(read_targets(source, masked, passage, year))
    for header, cells, section in outline.indicator_rows:
        if not reports_results(section, folded):
            found.extend(read_indicator_row(source, folded, header, cells, year))
    return without_overlaps(found, source)


def _passages(folded: str, outline: Outline, names: dict[int, str]) -> Iterator[Passage]:
    """Everything to be read: preamble, text under headings, items, and the cells of rows."""
    for start, end in outline.preamble:
        yield Passage(start, end)
    for node in outline.nodes:
        if reports_results(node, folded):
            continue
        task = names.get(node.start)
        if node.cells is not None and node.header is not None:
            yield from _row_passages(node, node.cells, node.header, task)
        elif task is not None or (not node.children and not guides(node, folded)):
            yield Passage(node.words, node.end, task)
        else:
            yield Passage(node.title[1], node.end, task)


def _row_passages(
    node: Node, cells: list[Span], header: tables.Header, task: str | None
) -> Iterator[Passage]:
    for place in header.of(tables.TASK, tables.CONTENT, tables.NAME, tables.VALUE, tables.YEAR):
        if place < len(cells):
            start, end = cells[place]
            yield Passage(start, end, task, node.title if (start, end) != node.title else None)
