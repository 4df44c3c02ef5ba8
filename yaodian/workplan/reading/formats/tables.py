"""Tables of a workbook or Word document as grids, for taking over a bureau's own 任务分解表."""

from yaodian.workplan.reading.formats.bounded import perform_apart
from yaodian.workplan.reading.formats.grid import Sheet
from yaodian.workplan.reading.formats.loading import kind_of
from yaodian.workplan.reading.formats.sheetscan import CellProblem
from yaodian.workplan.reading.formats.source import Unreadable

WITH_TABLES = {"xlsx", "docx"}


def read_grid(data: bytes, name: str) -> list[Sheet]:
    """Return the visible sheets of an xlsx or the tables of a docx, rows padded to one length.

    A cell merged downwards repeats its text in every row it covers. Raises `Unreadable` and nothing else.
    """
    kind = kind_of(data, name)
    if kind not in WITH_TABLES:
        raise Unreadable("unsupported_type", "这里只读取表格。请上传 .xlsx 工作簿或带表格的 .docx 文件。")
    found = [_sheet(**sheet) for sheet in perform_apart("grid", kind, data)]
    if not any(any(any(row) for row in sheet.rows) for sheet in found):
        raise Unreadable("empty", "文件里没有表格。请检查是否选错了文件，再上传。")
    return found


def _sheet(name: str, rows: list[list[str]], row_problems: list[dict[str, int | str]]) -> Sheet:
    width = max((len(row) for row in rows), default=0)
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    return Sheet(name, padded, [_problem(problem) for problem in row_problems])


def _problem(found: dict[str, int | str]) -> CellProblem:
    return CellProblem(int(found["row"]), str(found["column"]), str(found["reason"]), str(found["fix"]))
