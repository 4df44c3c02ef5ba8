"""What cannot be read gets its sentence beside the field, and nothing of it stays behind."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pypdfium2
import pytest
from django.apps import apps
from PIL import Image
from pytest_django import Settings

from tests.foundation.common import bombs
from tests.journeys.clerk import hand_in
from tests.journeys.visitor import signed_in
from tests.workplan.plans.making import TEXT
from tests.workplan.reading.formats import makers
from tests.workplan.reading.formats.test_hostile import MACRO_TYPE, OLE, WORD_TYPE
from yaodian.workplan.plans.forms import MAX_BYTES

pytestmark = pytest.mark.django_db
# What every request writes, wrong uploads included: its entry in the audit, the session, the cache's counts.
OF_EVERY_REQUEST = {"audit.Entry", "sessions.Session", "usersessions.UserSession"}


def scanned_pdf() -> bytes:
    """A page that is one picture."""
    stream = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(stream, "PDF")
    return stream.getvalue()


def locked_pdf() -> bytes:
    """A PDF whose trailer names an encryption that nobody has the password for."""
    data = scanned_pdf()
    document = pypdfium2.PdfDocument(data)
    assert len(document) == 1
    lock = (
        b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> /P -4 >> "
    )
    return data.replace(b"trailer\n<<", b"trailer\n<< " + lock).replace(b"trailer <<", b"trailer << " + lock)


LARGE = (TEXT * 20_000).encode()
WRONG = {
    "scanned PDF": (scanned_pdf(), "扫描.pdf", "这份 PDF 是扫描的图片，没有文字。"),
    "encrypted PDF": (locked_pdf(), "加密.pdf", "请取消密码保护"),
    "encrypted Word file": (OLE + "EncryptedPackage".encode("utf-16-le"), "加密.docx", "请取消密码保护"),
    "empty file": (b"", "空.txt", "这个文件是空的，请重新选择。"),
    "blank file": (b" \n ", "空白.txt", "文件里没有内容。"),
    "empty Word file": (makers.docx_bytes(docx.Document()), "空.docx", "文件里没有内容。"),
    "not a plan": (
        "今天天气很好，我们一起去爬山，回来再写总结。".encode(),
        "游记.txt",
        "没有在文中找到工作任务或量化目标",
    ),
    "ZIP bomb": (bombs.shared_strings(), "表.xlsx", "为安全起见没有打开"),
    "a little over ten megabytes": (LARGE[: MAX_BYTES + 1], "大.txt", "文件超过 10 MB"),
    "macros": (
        makers.changed(makers.docx_of(TEXT), "Types].xml", lambda xml: xml.replace(WORD_TYPE, MACRO_TYPE)),
        "宏.docm",
        "请另存为不带宏的 .docx",
    ),
    "cut short": (makers.docx_of(TEXT)[:-300], "断.docx", "文件已损坏或没有传完整。"),
    "another name": (makers.docx_of(TEXT), "改名.pdf", "文件名以 .pdf 结尾"),
}


@pytest.fixture
def folders(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """The folders of kept and of temporary files, empty at the start."""
    kept, passing = tmp_path / "files", tmp_path / "passing"
    kept.mkdir()
    passing.mkdir()
    settings.FILES_ROOT = kept
    settings.FILE_UPLOAD_TEMP_DIR = passing
    monkeypatch.setenv("TMPDIR", str(passing))
    return [kept, passing]


def rows() -> dict[str, int]:
    """How many rows each table holds, those that every request writes left out."""
    models = (
        model
        for model in apps.get_models()
        if model._meta.label not in OF_EVERY_REQUEST and model._meta.managed
    )
    return {model._meta.label: model._base_manager.count() for model in models}


@pytest.mark.parametrize(("data", "name", "sentence"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_upload_gets_its_sentence_and_leaves_nothing(
    data: bytes, name: str, sentence: str, folders: list[Path]
) -> None:
    clerk = signed_in("clerk")
    clerk.open("/plans/import/")
    before = rows()
    page = hand_in(clerk, data, name)
    assert page.status == 422
    assert sentence in page.words
    assert (rows(), [list(folder.rglob("*")) for folder in folders]) == (before, [[], []])


def test_eleven_megabytes_are_turned_away_before_they_are_read(folders: list[Path]) -> None:
    clerk = signed_in("clerk")
    clerk.open("/plans/import/")
    before = rows()
    page = hand_in(clerk, LARGE[: 11 * 1024 * 1024], "大.txt")
    assert (page.status, "一份文件最大 10 MB" in page.words) == (413, True)
    assert (rows(), [list(folder.rglob("*")) for folder in folders]) == (before, [[], []])


def test_the_same_folders_hold_the_file_of_a_right_upload(folders: list[Path]) -> None:
    """The negative control: what the test above looks at does see a file that is kept."""
    clerk = signed_in("clerk")
    before = rows()
    page = hand_in(clerk, TEXT.encode(), "要点.txt")
    assert page.status == 200
    assert rows()["plans.Plan"] == before["plans.Plan"] + 1
    assert [len([path for path in folder.rglob("*") if path.is_file()]) for folder in folders] == [1, 0]
