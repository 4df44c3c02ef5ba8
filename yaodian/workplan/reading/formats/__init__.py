"""Reads what a bureau uploads: text with stable offsets, or a sentence that says what to do.

`load(data, name)` and `load_text(text)` give a `Source`; `read_grid(data, name)` gives a file's tables. All
raise `Unreadable`, and nothing else.
"""

from yaodian.workplan.reading.formats.grid import Sheet
from yaodian.workplan.reading.formats.loading import load, load_text
from yaodian.workplan.reading.formats.sheetscan import CellProblem
from yaodian.workplan.reading.formats.source import Source, Unreadable
from yaodian.workplan.reading.formats.tables import read_grid

__all__ = ["CellProblem", "Sheet", "Source", "Unreadable", "load", "load_text", "read_grid"]
