"""Every address that a urlconf knows."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def addresses(urlconf: str | None = None) -> dict[str, set[str]]:
    """Name (or route, where there is no name) → the names of its arguments."""
    return dict(_walk(get_resolver(urlconf).url_patterns, "", "", frozenset()))


def _walk(
    patterns: list[URLPattern | URLResolver], space: str, route: str, taken: frozenset[str]
) -> Iterator[tuple[str, set[str]]]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        arguments = taken | set(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner, here, arguments)
        else:
            yield (f"{space}{pattern.name}" if pattern.name else here), set(arguments)
