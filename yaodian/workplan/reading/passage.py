"""Reading a stretch of text that a person has selected."""

from .clauses import mask
from .folding import fold
from .shapes import Target
from .targets import Passage, read_targets


def read_passage(text: str, start: int, end: int, year: int | None = None) -> list[Target]:
    """The promised numbers in `text[start:end]`, read in the surroundings of the whole text.

    Offsets of the targets count in `text`; an empty list when the stretch holds no promise.
    """
    return list(read_targets(text, mask(fold(text)), Passage(start, end), year))
