"""Papers as the page that the PDF is made of. Every text passes format_html, which escapes it.

The page never reaches a browser, so measures that depend on the paper are written beside its elements.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from .measures import CHARACTER, DENSE_FROM, red_head_size
from .paper import (
    NOTHING,
    Attachment,
    Block,
    Heading,
    Note,
    PageBreak,
    Paper,
    Paragraph,
    Redacted,
    Run,
    Table,
    addressed,
    attachment_lines,
    chinese_day,
    copied,
    signature_indents,
)


def html_of(paper: Paper) -> SafeString:
    day = paper.date.isoformat() if paper.date else ""
    return format_html(
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{}</title>'
        '<meta name="author" content="{}"><meta name="dcterms.created" content="{}"></head>'
        '<body data-mark="{}">{}</body></html>',
        paper.plain_title,
        paper.issuer,
        day,
        paper.mark,
        _joined(_sections(paper)),
    )


def _joined(parts: Iterable[str]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _sections(paper: Paper) -> Iterator[SafeString]:
    """Upright and across by turns; the 版记 stands at the foot of the last upright page."""
    pieces = [
        (False, _opening(paper)),
        *_pieces(paper.blocks),
        *([(False, _closing(paper))]),
    ]
    for label, annex in paper.annexes():
        pieces += _annex(label, annex)
    pieces.append((False, _imprint(paper)))
    kept = [(across, html) for across, html in pieces if html]
    for across, group in groupby(kept, key=lambda piece: piece[0]):
        name = "across" if across else "upright"
        yield format_html('<section class="{}">{}</section>', name, _joined(html for _, html in group))


def _pieces(blocks: Iterable[Block]) -> list[tuple[bool, SafeString]]:
    return [(is_across(block), block_html(block)) for block in blocks]


def is_across(block: Block) -> bool:
    return isinstance(block, Table) and block.landscape


def _annex(label: str, annex: Attachment) -> list[tuple[bool, SafeString]]:
    """The label and title stand on the page of the first block."""
    head = format_html('<p class="label">{}</p><h1 class="annex">{}</h1>', label, _lines(annex.title))
    return [(is_across(annex.blocks[0]), head), *_pieces(annex.blocks)]


def _opening(paper: Paper) -> SafeString:
    parts = []
    if paper.red_head:
        size = red_head_size(paper.red_head)
        parts.append(format_html('<p class="red" style="font-size: {}pt">{}</p>', size, paper.red_head))
        parts.append(format_html('<p class="number">{}</p>', paper.number))
    name = "after-red" if paper.red_head else ""
    parts.append(format_html('<h1 class="{}">{}</h1>', name, _lines(paper.title)))
    if paper.number and not paper.red_head:
        parts.append(format_html('<p class="subtitle">{}</p>', paper.number))
    name = "addressee" if paper.addressee else "gap"
    parts.append(format_html('<p class="{}">{}</p>', name, addressed(paper) if paper.addressee else ""))
    return _joined(parts)


def _lines(text: str) -> SafeString:
    return mark_safe("<br>".join(map(conditional_escape, text.split("\n"))))  # noqa: S308 - each line is escaped


def _closing(paper: Paper) -> SafeString:
    lines = (
        (f"{'many' if len(paper.attachments) > 1 else 'one'} {'first' if at == 0 else ''}", lead, name)
        for at, (lead, name) in enumerate(attachment_lines(paper))
    )
    named = format_html_join("", '<p class="attachment {}"><span>{}</span>{}</p>', lines)
    return _joined([named, _signature(paper)])


def _signature(paper: Paper) -> SafeString:
    if not paper.signed or not (paper.issuer or paper.day):
        return SafeString("")
    issuer, day = signature_indents(paper)
    lines = [(issuer * CHARACTER, paper.issuer), (day * CHARACTER, paper.day)]
    form = '<p class="sign" style="padding-right: {}pt">{}</p>'
    signed = format_html_join("", form, ((f"{indent:.1f}", text) for indent, text in lines if text))
    return format_html('<div class="signature">{}</div>', signed)


def _imprint(paper: Paper) -> SafeString:
    rows = []
    if paper.copies_to:
        rows.append(format_html('<p class="copies">{}</p>', copied(paper)))
    if paper.imprint:
        day = f"{chinese_day(paper.imprint.date)}印发"
        rows.append(
            format_html('<p class="printed"><span>{}</span><span>{}</span></p>', paper.imprint.office, day)
        )
    return format_html('<div class="imprint">{}</div>', _joined(rows)) if rows else SafeString("")


def block_html(block: Block) -> SafeString:
    if isinstance(block, Heading):
        return format_html("<h{0}>{1}</h{0}>", block.level + 1, _lines(block.text))
    if isinstance(block, Paragraph):
        return format_html("<p>{}</p>", _joined(map(_run, block.runs)))
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, PageBreak):
        return SafeString('<div class="break"></div>')
    return _note(block)


def _note(block: Note) -> SafeString:
    return format_html('<p class="note">{}</p>', _lines(block.text))


def _run(run: Run | Redacted) -> SafeString:
    if isinstance(run, Redacted):
        return format_html('<span class="redacted">{}</span>', run.text)
    return format_html("<b>{}</b>" if run.bold else "{}", _lines(run.text))


def _table(table: Table) -> SafeString:
    caption = format_html("<caption>{}</caption>", table.caption) if table.caption else ""
    heads = format_html_join("", '<th style="width: {}%">{}</th>', _heads(table))
    name = "dense" if len(table.heads) >= DENSE_FROM else ""
    form = '<table class="{}">{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
    return format_html(form, name, caption, heads, _joined(_rows(table)))


def _heads(table: Table) -> Iterator[tuple[str, str]]:
    """Each column's share of the width in percent, and its words."""
    whole = sum(width for _, width in table.heads)
    return ((f"{100 * width / whole:.2f}", words) for words, width in table.heads)


def _rows(table: Table) -> Iterator[SafeString]:
    for line, row in enumerate(table.lines()):
        cells = (("n" if table.numeric(line, place) else "", _lines(cell)) for place, cell in enumerate(row))
        yield format_html("<tr>{}</tr>", format_html_join("", '<td class="{}">{}</td>', cells))
    if not table.rows:
        yield format_html('<tr><td class="none" colspan="{}">{}</td></tr>', len(table.heads), NOTHING)
