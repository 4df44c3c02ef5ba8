"""All that somebody who never signs in can get: links followed, addresses asked, words looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlsplit

from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.site.urls_walk import addresses

LINKS = re.compile(
    r"""(?:href|src|action)=["']([^"'#]+)|<loc>([^<]+)</loc>|url\(["']?([^"')]+)"""
    r"""|(/static/[\w./-]+)"""
)
# What pages ask in an address; other queries (where to go after signing in) lead to the same page.
ASKED = {"q", "large"}
STARTS = (
    "/",
    "/public/",
    "/public/search/",
    "/public/sitemap.xml",
    "/wall/",
    "/robots.txt",
    "/accounts/login/",
    "/api/v1/",
    "/api/v1/openapi.json",
)


def crawl(words: Iterable[str], ids: Iterable[int]) -> dict[str, str]:
    """Address → body. Searches for each of `words`; fills every address of the site with each of `ids`."""
    client, found = Client(raise_request_exception=False), {}
    waiting = [*STARTS, *(f"/public/search/?{urlencode({'q': word})}" for word in words), *_named(ids)]
    while waiting:
        url = waiting.pop()
        if url in found:
            continue
        answer = client.get(url)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
        found[url] = f"{headers}\n{body.decode('utf-8', 'replace')}"
        waiting += _here(url, found[url], answer.get("Location", ""))
        client.cookies.clear()
    return found


def _here(url: str, body: str, location: str) -> list[str]:
    """The addresses of this site that the page leads to."""
    told = [location, *("".join(parts) for parts in LINKS.findall(body))]
    absolute = [
        urlsplit(urljoin(f"http://testserver{url}", link.replace("&amp;", "&"))) for link in told if link
    ]
    return [_plain(one) for one in absolute if one.netloc == "testserver"]


def _plain(address: SplitResult) -> str:
    asked = [(name, value) for name, value in parse_qsl(address.query) if name in ASKED]
    return address.path + (f"?{urlencode(asked)}" if asked else "")


def _named(ids: Iterable[int]) -> list[str]:
    made = []
    for name, arguments in addresses().items():
        for key in ids if arguments else [0]:
            try:
                made.append(reverse(name, kwargs=dict.fromkeys(arguments, key)))
            except NoReverseMatch:
                continue
    return made


def hits(pages: dict[str, str], canaries: dict[str, str]) -> set[tuple[str, str]]:
    """(which canary, on which page, whatever the size of its type); a search repeats what was asked: no hit."""
    found = set()
    for url, body in pages.items():
        for name, word in canaries.items():
            asked = urlencode({"q": word}) in url
            if word in body and (not asked or 'class="o-hits"' in body):
                found.add((name, url.replace("?large=1", "").replace("&large=1", "")))
    return found
