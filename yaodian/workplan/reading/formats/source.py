"""What reading gives: a text that everything downstream points into, or a sentence that says what to do."""

import hashlib
from dataclasses import dataclass

MAX_BYTES = 10 * 1024 * 1024
MAX_CHARACTERS = 2_000_000
MIN_CHARACTERS = 20


@dataclass(frozen=True)
class Source:
    """The text of a document; `sha256` is of the original bytes, `encoding` None where a file has none."""

    text: str
    format: str
    encoding: str | None
    sha256: str


class Unreadable(Exception):
    """A document that cannot be read: `code` for programs, `words` for the person who uploaded it."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words


def unreadable(code: str) -> Unreadable:
    return Unreadable(code, WORDS[code])


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def require_text(text: str) -> None:
    """Raise `Unreadable` where there is nothing to read or more than anyone would call a document."""
    count = len("".join(text.split()))
    if count == 0:
        raise unreadable("empty")
    if count < MIN_CHARACTERS:
        raise unreadable("too_little_text")
    if len(text) > MAX_CHARACTERS:
        raise Unreadable("too_large", "文件的文字太多。请只保留计划正文，另存一份后再上传。")


WORDS = {
    "empty": "文件里没有内容。请检查是否选错了文件，再上传。",
    "too_large": "文件超过 10 MB。请删去图片和附件，另存一份后再上传。",
    "too_little_text": "文件里的文字太少，读不出计划。请检查是否选错了文件，或直接粘贴正文。",
    "scanned_pdf": "这份 PDF 是扫描的图片，没有文字。请上传原始的 Word 文件，或先做文字识别。",
    "encrypted": "文件设有密码。请取消密码保护，另存一份后再上传。",
    "broken": "文件已损坏或没有传完整。请重新下载，或用原来的软件打开后另存一份再上传。",
    "macro": "文件带有宏。请另存为不带宏的 .docx 或 .xlsx 后再上传。",
    "old_office": "这是旧版的 .doc 或 .xls 文件。请用 Word 或 WPS 打开，另存为 .docx 或 .xlsx 后再上传。",
    "unsupported_type": "不能读取这种文件。请上传 .docx、.pdf、.xlsx、.html 或 .txt，或直接粘贴正文。",
    "undecodable": "认不出文字的编码。请用记事本打开，另存为 UTF-8 编码后再上传。",
}
