"""Official documents by GB/T 9704-2012: described once as a `Paper`, written as Word and as PDF.

paper = Paper(title="…", issuer="云岭市科学技术局", date=…, blocks=[heading("一、总体要求"), Paragraph("…")])
return as_docx(paper, "年度工作要点")
"""

from .downloads import as_docx, as_pdf
from .paper import (
    Attachment,
    Block,
    Heading,
    Imprint,
    Note,
    PageBreak,
    Paper,
    Paragraph,
    Redacted,
    Run,
    Table,
    chinese_day,
    heading,
)
from .pdf import PdfUnavailable, pdf_of
from .word import docx_of

__all__ = [
    "Attachment",
    "Block",
    "Heading",
    "Imprint",
    "Note",
    "PageBreak",
    "Paper",
    "Paragraph",
    "PdfUnavailable",
    "Redacted",
    "Run",
    "Table",
    "as_docx",
    "as_pdf",
    "chinese_day",
    "docx_of",
    "heading",
    "pdf_of",
]
