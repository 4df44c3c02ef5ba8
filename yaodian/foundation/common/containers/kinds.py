"""What a file is, by its first bytes."""

import re
from pathlib import PurePath

from yaodian.foundation.common.containers.archive import LIMITS, opened, pieces_up_to
from yaodian.foundation.common.containers.refusals import mismatch

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (OLE_MAGIC, "ole"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\x7fELF", "exe"),
    (b"MZ", "exe"),
)
KIND_OF_TYPE: tuple[tuple[bytes, str], ...] = (
    (b"sheet.binary.macroEnabled", "xlsb"),
    (b"ms-word.document.macroEnabled", "docm"),
    (b"ms-word.template.macroEnabled", "docm"),
    (b"ms-excel.sheet.macroEnabled", "xlsm"),
    (b"ms-excel.template.macroEnabled", "xlsm"),
    (b"wordprocessingml.document.main+xml", "docx"),
    (b"wordprocessingml.template.main+xml", "docx"),
    (b"spreadsheetml.sheet.main+xml", "xlsx"),
    (b"spreadsheetml.template.main+xml", "xlsx"),
    (b"presentationml", "pptx"),
)
TEXT_NAMES = {"txt": "txt", "text": "txt", "md": "txt", "csv": "txt"}
PAGE_NAMES = {"html", "htm", "xhtml", "shtml", "mht", "mhtml"}
KINDS_OF_NAME: dict[str, set[str]] = {
    "docx": {"docx", "docm", "ole"},
    "docm": {"docm", "docx", "ole"},
    "xlsx": {"xlsx", "xlsm", "ole"},
    "xlsm": {"xlsm", "xlsx", "ole"},
    "xlsb": {"xlsb"},
    "pptx": {"pptx"},
    "doc": {"ole", "rtf"},
    "xls": {"ole"},
    "wps": {"ole"},
    "et": {"ole"},
    "zip": {"zip"},
    "ofd": {"ofd"},
    "pdf": {"pdf"},
    "rtf": {"rtf"},
    "png": {"png"},
    "jpg": {"jpg"},
    "jpeg": {"jpg"},
    "gif": {"gif"},
    "tif": {"tiff"},
    "tiff": {"tiff"},
    **{name: {"html", "txt", "xml"} for name in PAGE_NAMES},
    **{name: {"html", "txt", "xml"} for name in TEXT_NAMES},
}
KIND_WORDS = {
    "docx": "Word 文档",
    "docm": "带宏的 Word 文档",
    "xlsx": "Excel 工作簿",
    "xlsm": "带宏的 Excel 工作簿",
    "pptx": "演示文稿",
    "ole": "旧版 Office 或加密的文件",
    "zip": "压缩包",
    "pdf": "PDF",
    "html": "网页",
    "txt": "纯文本",
    "exe": "程序文件",
    "binary": "无法识别的数据",
}


def sniff(data: bytes, name: str) -> str:
    """Return the kind of a file by its content and check it against the extension of `name`.

    Kinds: pdf docx docm xlsx xlsm xlsb pptx ofd zip ole html txt xml rtf png jpg gif tiff webp rar 7z xz gzip
    bzip2 exe binary. An extension that names another kind raises `ContainerRefused('type_mismatch')`; an
    unknown extension does not.
    """
    kind = _kind(data)
    extension = PurePath(name).suffix.lower().lstrip(".")
    expected = KINDS_OF_NAME.get(extension)
    if expected is None:
        return kind
    if kind not in expected:
        raise mismatch(extension, KIND_WORDS.get(kind, f" {kind.upper()} 文件"))
    if extension in PAGE_NAMES:
        return "html"
    return TEXT_NAMES.get(extension, kind)


def ole_kind(data: bytes) -> str:
    """Tell OLE files apart by the streams they name: encrypted (a docx or xlsx), office, other."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "encrypted"
    streams = ("WordDocument", "Workbook", "Book", "PowerPoint Document", "WpsDocument")
    return "office" if any(stream.encode("utf-16-le") in data for stream in streams) else "other"


def _kind(data: bytes) -> str:
    if b"%PDF-" in data[:1024]:
        return "pdf"
    kind = next((kind for magic, kind in MAGIC if data.startswith(magic)), None)
    if kind == "zip":
        return _kind_of_package(data)
    if kind is not None:
        return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return _kind_of_text(data)


def _kind_of_text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "txt"
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if b"\x00" in data[:4096]:
        return "binary"
    if re.match(rb"<(!doctype html|html|head|body|meta|title|div|table|p)\b", head) or b"<html" in head:
        return "html"
    if head.startswith(b"<?xml"):
        return "xml"
    is_saved_page = re.search(rb"^content-type:\s*multipart/related", head, re.M)
    return "html" if is_saved_page and b"mime-version:" in head else "txt"


def _kind_of_package(data: bytes) -> str:
    with opened(data, LIMITS) as archive:
        names = {entry.filename: entry for entry in archive.infolist()}
        if "OFD.xml" in names:
            return "ofd"
        types = names.get("[Content_Types].xml")
        content = b"".join(pieces_up_to(data, types, LIMITS.ratio_floor)) if types else b""
    return next((kind for marker, kind in KIND_OF_TYPE if marker in content), "zip")
