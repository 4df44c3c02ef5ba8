"""Sentences, clauses, and the masked text that the rules run on.

Names must not be taken for statements: what stands in quotation marks, book titles or plain brackets is
masked, character for character, so that no rule sees a verb, a number or a comma inside it. Brackets that
hold a quantity are clauses of their own; brackets that name who is responsible are left out.
"""

import re
from collections.abc import Iterator

from .lexicon import VERB
from .numerals import NUMBER
from .shapes import Span
from .units import UNIT

NAME = "囗"
GAP = "\x00"

_QUOTED = re.compile(
    r"“[^“”\n]{1,60}”|‘[^‘’\n]{1,40}’|《[^《》\n]{1,80}》|「[^「」\n]{1,40}」|\"[^\"\n]{1,40}\"|"
    r"〈[^〈〉\n]{1,40}〉"
)
_ROUND = re.compile(r"\([^()\n]{0,200}\)|\[[^\[\]\n]{0,80}\]")
_RESPONSIBLE = re.compile(
    r"(?:责任|牵头|配合|协办|主办|完成时限|时限|分管|落实|承办|参与|负责|"
    r"完成时间)[一-鿿]{0,4}\s*:|牵头|负责\)?$|^\s*[一-鿿、,，\s]{2,40}(?:局|科|处|办|委|"
    r"室)(?:等)?\)?$"
)
_QUANTIFIED = re.compile(rf"(?:{NUMBER})(?:以上)?(?:{UNIT})")
_SENTENCE = re.compile(r"[。;!?！\n]+")
_CLAUSE = re.compile(r"(?:(?<!\d),|,(?!\d{3}(?!\d))|[:()\t|\x00])+")


def mask(folded: str) -> str:
    """The folded text with names made opaque; always as long as the source."""
    text = _QUOTED.sub(_opaque, folded)
    return _ROUND.sub(_bracket, text)


def _opaque(found: re.Match[str]) -> str:
    return NAME * len(found.group())


def _bracket(found: re.Match[str]) -> str:
    words = found.group()
    inside = words[1:-1]
    if _RESPONSIBLE.search(inside):
        return GAP * len(words)
    if words[0] == "(" and _is_statement(inside):
        return words
    if words[0] == "(" and VERB.fullmatch(inside):
        return f"、{inside}、"
    if re.fullmatch(rf"含|(?:{UNIT})|套|次", inside):
        return f"〈{inside}〉"
    return NAME * len(words)


def _is_statement(inside: str) -> bool:
    return _QUANTIFIED.search(inside) is not None


def sentences(masked: str, start: int, end: int) -> Iterator[Span]:
    """Stretches between full stops, semicolons and line ends; never empty."""
    yield from _pieces(_SENTENCE, masked, start, end)


def clauses(masked: str, start: int, end: int) -> Iterator[Span]:
    """Stretches between commas, colons and brackets; 、 does not end a clause."""
    yield from _pieces(_CLAUSE, masked, start, end)


def _pieces(separator: re.Pattern[str], masked: str, start: int, end: int) -> Iterator[Span]:
    position = start
    for found in separator.finditer(masked, start, end):
        if found.start() > position:
            yield position, found.start()
        position = found.end()
    if position < end:
        yield position, end
