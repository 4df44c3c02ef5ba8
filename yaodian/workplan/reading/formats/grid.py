"""A table as rows of cells, whatever file it came from."""

from dataclasses import dataclass, field

from yaodian.workplan.reading.formats.sheetscan import CellProblem


@dataclass(frozen=True)
class Sheet:
    """Rows of equal length; `row_problems` names the cells whose values must be put right by a person."""

    name: str
    rows: list[list[str]]
    row_problems: list[CellProblem] = field(default_factory=list)
