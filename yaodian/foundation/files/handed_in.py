"""A file that a person hands in with a record: judged by its bytes, then kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.containers import ContainerRefused, judge, sniff

from .actions import keep_file
from .models import Attachment

MAX_BYTES = 10 * 1024 * 1024
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
}
PACKED = {"ofd", "docx", "xlsx"}


@dataclass(frozen=True)
class HandedIn:
    """A file as it was handed in; `LABEL` is what its page calls it."""

    LABEL: ClassVar[str] = "文件"

    data: bytes
    name: str

    def trouble(self) -> str:
        """What keeps the file out, in words that say what to do; "" when nothing does."""
        if not self.data:
            return "这个文件是空的，请重新选择。"
        if len(self.data) > MAX_BYTES:
            return "文件超过 10 MB，请压缩其中的图片后再上传。"
        try:
            kind = sniff(self.data, self.name)
            if kind in PACKED:
                judge(self.data)
        except ContainerRefused as refused:
            return refused.words
        if kind not in MEDIA_TYPES:
            return f"{self.LABEL}可以是 PDF、OFD、Word（.docx）、Excel（.xlsx）或图片（.png、.jpg），请另存后再上传。"
        return ""

    def keep(self, by: Actor) -> Attachment:
        """Keep a file without trouble; call it in the transaction of its record."""
        return keep_file(self.data, self.name, MEDIA_TYPES[sniff(self.data, self.name)], by=by)
