"""The readings that run in a process of their own (see `bounded`), by name."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from yaodian.workplan.reading.formats import docx, html, pdf, xlsx
from yaodian.workplan.reading.formats.grid import Sheet
from yaodian.workplan.reading.formats.source import Unreadable, unreadable

Reading = Callable[[bytes], Any]


def perform(job: str, kind: str, data: bytes) -> Any:
    """Run one reading; whatever a parser throws becomes `Unreadable`.

    Rust panics in calamine derive from BaseException, hence the wide net.
    """
    try:
        return JOBS[job, kind](data)
    except (Unreadable, KeyboardInterrupt, SystemExit):
        raise
    except MemoryError as error:
        raise too_heavy() from error
    except BaseException as error:
        raise unreadable("broken") from error


def too_heavy() -> Unreadable:
    return Unreadable("too_large", "文件太复杂，读取时间过长。请只保留计划正文，另存一份后再上传。")


def _without_encoding(read: Callable[[bytes], str]) -> Reading:
    return lambda data: (read(data), None)


def _workbook(data: bytes) -> list[dict[str, Any]]:
    return [asdict(sheet) for sheet in xlsx.sheets(data, fill=True)]


def _document_tables(data: bytes) -> list[dict[str, Any]]:
    found = enumerate(docx.tables(data), start=1)
    return [asdict(Sheet(f"表{place}", rows)) for place, rows in found if any(any(row) for row in rows)]


JOBS: dict[tuple[str, str], Reading] = {
    ("text", "docx"): _without_encoding(docx.read),
    ("text", "pdf"): _without_encoding(pdf.read),
    ("text", "xlsx"): _without_encoding(xlsx.read),
    ("text", "html"): html.read,
    ("grid", "xlsx"): _workbook,
    ("grid", "docx"): _document_tables,
}
