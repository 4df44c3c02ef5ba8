"""A person at a browser without scripts: signs in by the form, opens pages, fills in the forms that stand on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client
from lxml import html

from tests.cast import PASSWORD


@dataclass(frozen=True)
class Page:
    """What an address answered, after redirects; `url` is where they led."""

    status: int
    url: str
    content: str

    @property
    def tree(self) -> Any:
        return html.fromstring(self.content)

    @property
    def words(self) -> str:
        """The text of the page's own part, without the frame around it, its blanks made one."""
        return text_of(next(self.tree.iter("main")))

    def all(self, tag: str, look: str = "", **data: str) -> list[Any]:
        """The elements with this tag, this class and these `data-` values."""
        return within(self.tree, tag, look, **data)

    def texts(self, tag: str, look: str = "", **data: str) -> list[str]:
        return [text_of(found) for found in self.all(tag, look, **data)]

    def link(self, words: str) -> str:
        """The address behind the one link or the first of several alike that says `words`."""
        found = {a.get("href") for a in self.tree.iterfind(".//main//a") if text_of(a) == words}
        assert len(found) == 1, f"{words}: {found} on {self.url}"
        return urljoin(self.url, found.pop())

    def form(self, holds: str = "", action: str = "") -> Any:
        """The one form of the page that holds a field of this name or has this ending of its address."""
        found = [
            form
            for form in self.tree.forms
            if (not holds or holds in form.fields) and (form.get("action") or "").endswith(action)
        ]
        assert len(found) == 1, f"{len(found)} forms with {holds or action} on {self.url}: {self.words[:300]}"
        return found[0]

    def has_form(self, action: str) -> bool:
        return any((form.get("action") or "").endswith(action) for form in self.tree.forms)


class Visitor:
    """One person's browser: cookies, and the check that a form came from a page of ours."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)

    def open(self, url: str) -> Page:
        return self._page(self.client.get(_path(url), follow=True), url)

    def submit(self, page: Page, *, holds: str = "", action: str = "", **typed: Any) -> Page:
        """Send a form of the page with what it shows, `typed` over it; a value of None is left away."""
        form = page.form(holds, action)
        sent: dict[str, Any] = {}
        for name, value in form.form_values():
            sent.setdefault(name, []).append(value)
        sent = {name: values for name, values in (sent | typed).items() if values is not None}
        url = urljoin(page.url, form.get("action") or page.url)
        return self._page(self.client.post(_path(url), sent, follow=True), url)

    def download(self, url: str) -> bytes:
        answer = self.client.get(_path(url))
        assert answer.status_code == 200
        return answer.getvalue()

    def _page(self, answer: Any, url: str) -> Page:
        chain = answer.redirect_chain
        return Page(answer.status_code, urljoin(url, chain[-1][0]) if chain else url, answer.content.decode())


def _path(url: str) -> str:
    """What is sent to the server: the address without its fragment."""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def within(element: Any, tag: str, look: str = "", **data: str) -> list[Any]:
    """The descendants of `element` with this tag, this class and these `data-` values."""
    return [
        found
        for found in element.iter(tag)
        if (not look or look in found.classes)
        and all(found.get(f"data-{key}") == value for key, value in data.items())
    ]


def text_of(element: Any) -> str:
    """An element's text, its blanks made one."""
    return " ".join(element.text_content().split())


def signed_in(login: str, password: str = PASSWORD) -> Visitor:
    """Somebody of the cast, through the sign-in form."""
    visitor = Visitor()
    page = visitor.submit(visitor.open("/accounts/login/"), holds="password", login=login, password=password)
    assert (page.status, page.url) == (200, "/")
    return visitor
