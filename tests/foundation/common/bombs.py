"""Makes the ZIP files of T21: small to send, huge or endless to unpack."""

import io
import struct
import zipfile
import zlib

LOCAL = "<4s5H3I2H"
CENTRAL = "<4s6H3I5H2I"
END = "<4s4H2IH"
CONTENT_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    b'spreadsheetml.sheet.main+xml"/></Types>'
)


def deflated(unit: bytes, times: int) -> tuple[bytes, int]:
    """Return (packed bytes, unpacked size) of `unit` repeated, packing it only once."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(unit) + packer.flush(zlib.Z_FULL_FLUSH)
    end = zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    return block * times + end, len(unit) * times


def raw_zip(entries: list[tuple[str, bytes, int]]) -> bytes:
    """Write a ZIP whose headers say what they are told: entries are (name, packed bytes, claimed size)."""
    body, directory = b"", b""
    for name, packed, size in entries:
        sizes = (0, len(packed), size, len(name))
        local = struct.pack(LOCAL, b"PK\x03\x04", 20, 0, 8, 0, 0, *sizes, 0)
        directory += struct.pack(CENTRAL, b"PK\x01\x02", 20, 20, 0, 8, 0, 0, *sizes, 0, 0, 0, 0, 0, len(body))
        directory += name.encode()
        body += local + name.encode() + packed
    end = struct.pack(
        END, b"PK\x05\x06", 0, 0, len(entries) & 0xFFFF, len(entries) & 0xFFFF, len(directory), len(body), 0
    )
    return body + directory + end


def _types() -> tuple[str, bytes, int]:
    packed, size = deflated(CONTENT_TYPES, 1)
    return "[Content_Types].xml", packed, size


def shared_strings(megabytes: int = 1024, claimed: int | None = None) -> bytes:
    """About 1 MB that unpacks to 1 GB of shared strings; `claimed` is the size that the header tells."""
    packed, size = deflated(b"<si><t>" + b"A" * (8 * 1024 * 1024 - 16) + b"</t></si>", megabytes // 8)
    return raw_zip([_types(), ("xl/sharedStrings.xml", packed, size if claimed is None else claimed)])


def many_rows(rows: int = 3_000_000) -> bytes:
    """Three million rows of one cell, each with its own number, so that the ratio alone does not tell."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    packed, size = b"", 0
    for start in range(0, rows, 50_000):
        text = "".join(
            f'<row r="{row}"><c><v>{row}</v></c></row>' for row in range(start, start + 50_000)
        ).encode()
        packed, size = packed + packer.compress(text), size + len(text)
    return raw_zip([_types(), ("xl/worksheets/sheet1.xml", packed + packer.flush(), size)])


def nested() -> bytes:
    """A ZIP in a ZIP, its inner name innocent."""
    packed, size = deflated(shared_strings(8), 1)
    return raw_zip([_types(), ("xl/media/image1.png", packed, size)])


def many_entries(count: int = 65_000) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(count):
            archive.writestr(zipfile.ZipInfo(f"{number}"), b"")
    return stream.getvalue()


def overlapping(entries: int = 200) -> bytes:
    """Every directory entry points at the same packed megabyte, so that a few KB unpack to 200 MB."""
    packed, size = deflated(b"<a>" + b"B" * (1024 * 1024 - 7) + b"</a>", 1)
    name = b"xl/same.xml"
    sizes = (0, len(packed), size, len(name))
    body = struct.pack(LOCAL, b"PK\x03\x04", 20, 0, 8, 0, 0, *sizes, 0) + name + packed
    record = struct.pack(CENTRAL, b"PK\x01\x02", 20, 20, 0, 8, 0, 0, *sizes, 0, 0, 0, 0, 0, 0) + name
    directory = record * entries
    return (
        body
        + directory
        + struct.pack(END, b"PK\x05\x06", 0, 0, entries, entries, len(directory), len(body), 0)
    )


def quine_like() -> bytes:
    """An archive that holds an archive of its own name, as the endless one does."""
    packed, size = deflated(raw_zip([("r/r.zip", b"\x03\x00", 0)]), 1)
    return raw_zip([("r/r.zip", packed, size)])
