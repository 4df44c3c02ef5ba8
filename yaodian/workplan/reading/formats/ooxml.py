"""Parts of a judged docx or xlsx package, parsed without entities, network or huge trees."""

import io
import posixpath
import zipfile
from collections.abc import Iterator

from lxml import etree

from yaodian.workplan.reading.formats.source import Unreadable, unreadable

MAX_PART = 24 * 1024 * 1024


class Package:
    """Reads parts by their relationship, as Office does, and not by the usual file names."""

    def __init__(self, data: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(data))

    def main_part(self) -> str:
        """Return the name of the part that the package calls its office document."""
        targets = self.targets("", "officeDocument")
        if not targets:
            raise unreadable("broken")
        return next(iter(targets.values()))

    def targets(self, part: str, kind: str) -> dict[str, str]:
        """Return {relationship id: part name} of the relationships of `part` whose type ends in `kind`."""
        folder, name = posixpath.split(part)
        relations = self.parse(posixpath.join(folder, "_rels", f"{name}.rels"))
        return {
            relation.get("Id", ""): posixpath.normpath(
                posixpath.join("/", folder, relation.get("Target", ""))
            )[1:]
            for relation in ([] if relations is None else elements(relations))
            if relation.get("Type", "").endswith(f"/{kind}")
        }

    def parse(self, part: str) -> etree._Element | None:
        """Return the root of a part, or None where the package has no such part."""
        data = self.bytes_of(part)
        return None if data is None else etree.fromstring(data, parser())

    def bytes_of(self, part: str) -> bytes | None:
        if part not in self.archive.NameToInfo:
            return None
        if self.archive.getinfo(part).file_size > MAX_PART:
            raise Unreadable("too_large", "文件的正文太长。请只保留计划正文，另存一份后再上传。")
        return self.archive.read(part)


def parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def elements(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the child elements, without whatever else a parser may leave in a tree."""
    return (child for child in parent if isinstance(child.tag, str))


def local(element: etree._Element) -> str:
    """Return the tag without its namespace: transitional and strict documents differ only there."""
    return str(element.tag).rpartition("}")[2]


def child(parent: etree._Element | None, *path: str) -> etree._Element | None:
    """Return the first descendant at this path of local names."""
    for name in path:
        if parent is None:
            return None
        parent = next((element for element in elements(parent) if local(element) == name), None)
    return parent


def attribute(element: etree._Element | None, name: str) -> str | None:
    """Return an attribute by its local name."""
    if element is None:
        return None
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), None)


def value(parent: etree._Element | None, *path: str) -> str | None:
    """Return the `val` of the descendant at this path."""
    return attribute(child(parent, *path), "val")


def number(text: str | None) -> int | None:
    return int(text) if text is not None and text.lstrip("-").isdecimal() and len(text) < 12 else None


def is_on(parent: etree._Element | None, name: str) -> bool:
    """A toggle is on where its element stands without a value or with a true one."""
    element = child(parent, name)
    return element is not None and attribute(element, "val") not in {"0", "false", "off", "none"}
