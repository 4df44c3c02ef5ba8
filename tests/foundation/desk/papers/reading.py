"""What a PDF says and looks like."""

from __future__ import annotations

import re

import pypdfium2 as pdfium


def page_texts(data: bytes) -> list[str]:
    """The text of every page without white space."""
    with pdfium.PdfDocument(data) as document:
        return [re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in document]


def font_names(data: bytes) -> set[str]:
    with pdfium.PdfDocument(data) as document:
        things = [thing for page in document for thing in page.get_objects()]
        return {thing.get_font().get_base_name() for thing in things if isinstance(thing, pdfium.PdfTextObj)}


def sizes(data: bytes) -> list[tuple[int, int]]:
    """Width and height of every page in millimetres."""
    with pdfium.PdfDocument(data) as document:
        return [tuple(round(side / 72 * 25.4) for side in page.get_size()) for page in document]  # type: ignore[misc]


def place_of(data: bytes, page: int, words: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the first place of `words`, in millimetres from the page's left and top edge."""
    with pdfium.PdfDocument(data) as document:
        text, height = document[page].get_textpage(), document[page].get_height()
        start, count = text.search(words).get_next()
        boxes = [text.get_charbox(at, loose=False) for at in range(start, start + count)]
    left, bottom, right, top = (
        of(box[side] for box in boxes) for of, side in ((min, 0), (min, 1), (max, 2), (max, 3))
    )
    return tuple(point / 72 * 25.4 for point in (left, height - top, right, height - bottom))  # type: ignore[return-value]


def ink(data: bytes, page: int) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of everything that is printed on a page, in millimetres."""
    with pdfium.PdfDocument(data) as document:
        picture = (
            document[page]
            .render(scale=2)
            .to_pil()
            .convert("L")
            .point(lambda value: 255 if value < 128 else 0)
        )
    left, top, right, bottom = picture.getbbox() or (0, 0, 0, 0)
    return tuple(point / 2 / 72 * 25.4 for point in (left, top, right, bottom))  # type: ignore[return-value]
