"""Tables in a PDF: the drawn borders say which lines are cells of one row."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Protocol

from yaodian.workplan.reading.formats.pdflines import Line, glued

THIN = 3.0
SHORT = 6.0
CLOSE = 3.5
MAX_RULES = 4000
Place = tuple[int, int]


class Boxed(Protocol):
    """Anything with a place on the page."""

    @property
    def left(self) -> float: ...
    @property
    def right(self) -> float: ...
    @property
    def top(self) -> float: ...
    @property
    def bottom(self) -> float: ...


@dataclass(frozen=True)
class Rule:
    """The box of a drawn path, measured from the top left of the page."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "Rule") -> bool:
        return (
            self.left - CLOSE <= other.right
            and other.left - CLOSE <= self.right
            and self.top - CLOSE <= other.bottom
            and other.top - CLOSE <= self.bottom
        )

    def around(self, other: "Rule") -> "Rule":
        return Rule(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True)
class Grid:
    """A table's columns and rows by the places of its borders, and the borders drawn at each of them."""

    xs: list[float]
    ys: list[float]
    upright: list[list[Rule]]
    across: list[list[Rule]]

    def place(self, box: Boxed) -> Place | None:
        """Return (row, column) of the cell a box stands in, for merged cells their first row and column."""
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        row, column = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        if not (0 <= row < len(self.ys) - 1 and 0 <= column < len(self.xs) - 1):
            return None
        while row > 0 and not any(_spans(rule.left, x, rule.right) for rule in self.across[row]):
            row -= 1
        while column > 0 and not any(_spans(rule.top, y, rule.bottom) for rule in self.upright[column]):
            column -= 1
        return row, column


def place_in(grids: list[Grid], box: Boxed) -> tuple[int, Place] | None:
    """Return (table, cell) of a box, or None outside all tables."""
    return next(((at, place) for at, grid in enumerate(grids) if (place := grid.place(box))), None)


def cells_in_rows(lines: list[Line], grids: list[Grid]) -> list[Line]:
    """Return the lines, those inside a ruled table put together as one per row with cells apart by TAB."""
    cells: dict[tuple[int, Place], str] = {}
    kept: list[Line] = []
    first: dict[tuple[int, int], int] = {}
    for line in lines:
        found = place_in(grids, line)
        if found is None:
            kept.append(line)
            continue
        cells[found] = glued(cells.get(found, ""), line.text)
        row = (found[0], found[1][0])
        if row not in first:
            first[row] = len(kept)
            kept.append(replace(line, is_row=True))
    return _with_rows(kept, cells, first)


def _with_rows(
    kept: list[Line], cells: dict[tuple[int, Place], str], first: dict[tuple[int, int], int]
) -> list[Line]:
    columns: dict[tuple[int, int], dict[int, str]] = defaultdict(dict)
    for (grid, (row, column)), text in cells.items():
        columns[grid, row][column] = text
    for key, at in first.items():
        found = columns[key]
        text = "\t".join(found.get(column, "") for column in range(max(found) + 1))
        kept[at] = replace(kept[at], text=text)
    return kept


def grids_of(rules: list[Rule]) -> list[Grid]:
    """Group the borders that touch into tables; a table has inner borders in both directions."""
    edges = [edge for rule in rules[:MAX_RULES] for edge in _edges(rule)]
    grids: list[Grid] = []
    for group in _groups(edges):
        across = [rule for rule in group if rule.right - rule.left >= rule.bottom - rule.top]
        upright = [rule for rule in group if rule.right - rule.left < rule.bottom - rule.top]
        xs = _apart([(rule.left + rule.right) / 2 for rule in upright])
        ys = _apart([(rule.top + rule.bottom) / 2 for rule in across])
        if len(xs) > 2 and len(ys) > 1:
            at_x = [
                [rule for rule in upright if abs(rule.left + rule.right - 2 * x) <= 2 * CLOSE] for x in xs
            ]
            at_y = [[rule for rule in across if abs(rule.top + rule.bottom - 2 * y) <= 2 * CLOSE] for y in ys]
            grids.append(Grid(xs, ys, at_x, at_y))
    return grids


def _edges(rule: Rule) -> list[Rule]:
    """A thin box is a border; a large one is a cell, whose four sides are borders."""
    width, height = rule.right - rule.left, rule.bottom - rule.top
    if min(width, height) <= THIN:
        return [rule] if max(width, height) >= SHORT else []
    return [
        replace(rule, bottom=rule.top),
        replace(rule, top=rule.bottom),
        replace(rule, right=rule.left),
        replace(rule, left=rule.right),
    ]


def _groups(edges: list[Rule]) -> list[list[Rule]]:
    groups: list[tuple[Rule, list[Rule]]] = []
    for edge in edges:
        touching = [group for group in groups if group[0].touches(edge)]
        apart = [group for group in groups if not group[0].touches(edge)]
        box, members = edge, [edge]
        for other, inner in touching:
            box, members = box.around(other), [*inner, *members]
        groups = [*apart, (box, members)]
    return [members for _, members in groups]


def _apart(values: list[float]) -> list[float]:
    """Return sorted places with those that belong to one drawn line taken together."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > CLOSE:
            places.append(value)
    return places


def _spans(low: float, value: float, high: float) -> bool:
    return low - CLOSE <= value <= high + CLOSE
