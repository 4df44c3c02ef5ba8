"""Static files as they are served: named by their content, compressed, and Tabler cut down to what is used.

The whole of Tabler weighs 79 kB compressed. A rule is kept when every class it names occurs as a word in the
project's own templates, scripts or code, so that a page author may use any class without listing it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

TABLER = "vendor/tabler.min.css"
PROJECT = Path(__file__).resolve().parents[2]
NESTING = ("@media", "@supports", "@layer", "@container")

_WORD = re.compile(r"[A-Za-z][\w-]*")
_CLASS = re.compile(r"\.([A-Za-z_-][\w-]*)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PARENS = re.compile(r"\([^()]*\)")


class TrimmedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """What `collectstatic` writes to in demo and production."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if TABLER in paths and not dry_run:
            storage, path = paths[TABLER]
            with storage.open(path) as whole:
                trimmed = trim(whole.read().decode(), project_words())
            self.delete(TABLER)
            self.save(TABLER, ContentFile(trimmed.encode()))
            paths = {**paths, TABLER: (self, TABLER)}
        yield from super().post_process(paths, dry_run, **options)


def project_words(root: Path = PROJECT) -> set[str]:
    """Every word that could be a class: of templates, code and own scripts."""
    sources = [*root.rglob("*.html"), *root.rglob("*.py"), *root.glob("**/static/yaodian/**/*.js")]
    return {word for source in sources for word in _WORD.findall(source.read_text(encoding="utf-8"))}


def trim(css: str, words: set[str]) -> str:
    """`css` without the rules whose classes are not among `words`, and without its dark theme."""
    return "".join(_kept(_COMMENT.sub("", css), words))


def _kept(css: str, words: set[str]) -> Iterator[str]:
    for head, body in _rules(css):
        if body is None:
            yield head
        elif head.startswith(NESTING):
            inside = trim(body, words)
            if inside:
                yield f"{head}{{{inside}}}"
        elif head.startswith("@"):
            yield f"{head}{{{body}}}"
        elif selectors := [one for one in _selectors(head) if _is_used(one, words)]:
            yield f"{','.join(selectors)}{{{body}}}"


def _rules(css: str) -> Iterator[tuple[str, str | None]]:
    """Each rule as (head, body); a statement without a block as (statement, None)."""
    at = 0
    while at < len(css):
        brace, end = css.find("{", at), css.find(";", at)
        if end != -1 and (brace == -1 or end < brace):
            yield css[at : end + 1], None
            at = end + 1
        elif brace == -1:
            return
        else:
            close = _closing(css, brace)
            yield css[at:brace].strip(), css[brace + 1 : close]
            at = close + 1


def _closing(css: str, brace: int) -> int:
    """Where the block that opens at `brace` closes."""
    depth = 0
    for found in re.compile(r"[{}]").finditer(css, brace):
        depth += 1 if found[0] == "{" else -1
        if depth == 0:
            return found.start()
    return len(css)


def _selectors(head: str) -> list[str]:
    """A selector list cut at its outer commas."""
    parts, depth, start = [], 0, 0
    for at, letter in enumerate(head):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts.append(head[start:at])
            start = at + 1
    return [*parts, head[start:]]


def _is_used(selector: str, words: set[str]) -> bool:
    """Whether every class is a known word; what stands in the brackets of :not() or :is() does not count."""
    if "=dark]" in _PARENS.sub("", selector):
        return False
    while (shorter := _PARENS.sub("", selector)) != selector:
        selector = shorter
    return all(name in words for name in _CLASS.findall(selector))
