"""Papers as PDF, by WeasyPrint, which is loaded only when the first one is made."""

from __future__ import annotations

import functools
import re
from importlib import resources
from typing import Any

from .markup import html_of
from .paper import Paper

STYLES = resources.files(__package__).joinpath("paper.css").read_text(encoding="utf-8")
# Fonts whose glyphs are those of the mainland; with any other one the characters may come out as in Japan.
GOOD = re.compile(
    "gb2312|fangsong|kaiti|simhei|simsun|仿宋|楷体|黑体|小标宋|xiaobiaosong|fandol|ukai-cn|cjk-sc", re.I
)
PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-cjk"


class PdfUnavailable(Exception):
    """The server cannot make PDF; the text says which packages are to be installed."""

    def __init__(self, lacking: str) -> None:
        super().__init__(
            f"服务器缺少{lacking}，暂时不能生成 PDF，可以先下载 Word。请系统管理员安装：{PACKAGES}"
        )


def pdf_of(paper: Paper) -> bytes:
    """A tagged PDF (PDF/UA-1). The same paper gives the same bytes on the same server.

    :raises PdfUnavailable: Pango or Chinese fonts are missing.
    """
    _insist_on_fonts()
    return _render(html_of(paper))


def _render(html: str, **options: Any) -> bytes:
    """Set a page. It is complete in itself: whatever would be fetched, from the net or the disk, stops the setting."""
    weasyprint = _weasyprint()
    nothing = weasyprint.urls.URLFetcher(allowed_protocols=(), fail_on_errors=True)
    sheet = weasyprint.CSS(string=STYLES, url_fetcher=nothing)
    page = weasyprint.HTML(string=html, url_fetcher=nothing)
    return page.write_pdf(stylesheets=[sheet], pdf_variant="pdf/ua-1", **options)


def _weasyprint() -> Any:
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise PdfUnavailable("排版程序库 Pango") from error
    return weasyprint


@functools.cache
def _insist_on_fonts() -> None:
    """Set two characters and look at what they are set in."""
    page = '<html lang="zh-CN"><title>字</title><body><p>国<b>国</b></p></body></html>'
    names = re.findall(rb"/BaseFont /(\S+)", _render(page, uncompressed_pdf=True))
    if not names or not all(GOOD.search(name.decode()) for name in names):
        raise PdfUnavailable("中文字体")
