"""One pass over a worksheet before calamine reads it: how large it is and which cells cannot be trusted.

calamine lays a sheet out as a full rectangle, shows an error as an empty cell and rounds long numbers; so the
rectangle is measured first, and such cells are reported.
"""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from yaodian.workplan.reading.formats.source import Unreadable, unreadable

MAX_CELLS = 500_000
MAX_AREA = 2_000_000
MAX_PROBLEMS = 1000
LONGEST_EXACT = 10.0**15
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")

Attributes = dict[str, str]


@dataclass(frozen=True)
class CellProblem:
    """A cell whose value cannot be taken over; `row` 0 speaks of the whole sheet."""

    row: int
    column: str
    reason: str
    fix: str


@dataclass
class Scan:
    """What one worksheet shows: percent cells by (row, column) from 0, and problems."""

    percents: set[tuple[int, int]] = field(default_factory=set)
    problems: list[CellProblem] = field(default_factory=list)
    cells: int = 0
    rows: int = 0
    columns: int = 0


def scan(data: bytes, percent_styles: set[int]) -> Scan:
    """Scan one worksheet part; raise `Unreadable` where its rectangle is too large to lay out."""
    scanner = Scanner(percent_styles)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = scanner.start
    parser.EndElementHandler = scanner.end
    parser.CharacterDataHandler = scanner.characters
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise unreadable("broken") from error
    return scanner.scan


class Scanner:
    """Follows rows and cells; a cell without a reference stands right of the one before."""

    def __init__(self, percent_styles: set[int]) -> None:
        self.percent_styles = percent_styles
        self.scan = Scan()
        self.row = 0
        self.column = 0
        self.kind = ""
        self.style = 0
        self.has_formula = False
        self.value: str | None = None
        self.inside = False

    def start(self, tag: str, attributes: Attributes) -> None:
        name = tag.rpartition(" ")[2]
        if name == "row":
            self.row, self.column = _natural(attributes.get("r"), self.row + 1), 0
            self._measure()
        elif name == "c":
            self._cell(attributes)
        elif name == "f":
            self.has_formula = True
        elif name == "v":
            self.value, self.inside = "", True

    def characters(self, text: str) -> None:
        if self.inside:
            self.value = (self.value or "") + text

    def end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if name == "v":
            self.inside = False
        elif name == "c":
            self._judge()

    def _cell(self, attributes: Attributes) -> None:
        found = REFERENCE.fullmatch(attributes.get("r", ""))
        self.column = column_number(found[1]) if found else self.column + 1
        self.row = int(found[2]) if found else self.row
        self.kind, self.style = attributes.get("t", "n"), _natural(attributes.get("s"), 0)
        self.has_formula, self.value = False, None
        self.scan.cells += 1
        self._measure()

    def _measure(self) -> None:
        self.scan.rows = max(self.scan.rows, self.row)
        self.scan.columns = max(self.scan.columns, self.column)
        if self.scan.cells > MAX_CELLS or self.scan.rows * self.scan.columns > MAX_AREA:
            words = "工作表太大。请删去正文以外的空行、空列和其他工作表，另存一份后再上传。"
            raise Unreadable("too_large", words)

    def _judge(self) -> None:
        if self.style in self.percent_styles and self.kind == "n":
            self.scan.percents.add((self.row - 1, self.column - 1))
        if self.kind == "e":
            self._report(f"公式的结果是 {self.value or '错误'}", "请改正公式，或直接填写数值")
        elif self.has_formula and not self.value and (self.value is None or self.kind == "n"):
            self._report("公式没有算出结果", "请用 Excel 或 WPS 打开，重新计算并保存")
        elif self.kind == "n" and _is_too_long(self.value):
            self._report("长数字在数值格里已经不准确", "请把这一格设为文本格式，重新填写完整的号码")

    def _report(self, reason: str, fix: str) -> None:
        if len(self.scan.problems) < MAX_PROBLEMS:
            self.scan.problems.append(CellProblem(self.row, column_letters(self.column), reason, fix))


def column_number(letters: str) -> int:
    """A → 1, Z → 26, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _natural(text: str | None, otherwise: int) -> int:
    return (
        int(text) if text is not None and text.isascii() and text.isdecimal() and len(text) < 8 else otherwise
    )


def _is_too_long(text: str | None) -> bool:
    try:
        return abs(float(text or "0")) >= LONGEST_EXACT
    except ValueError:
        return False
