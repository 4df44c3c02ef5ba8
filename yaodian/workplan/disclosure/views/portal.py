"""The public's pages: what was published, and nothing else.

They read `PublishedPart`, `Disclosure` and `Release` alone, ask for no sign-in, set no cookie, and may be kept
by any cache for a minute. tests/workplan/disclosure/test_portal_rules.py holds them to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from yaodian.foundation.search.excerpts import excerpt
from yaodian.foundation.search.grams import phrases

from ..models import Disclosure, PublishedPart, Release
from ..presenting.reading import Released, contents, shown, words_of
from ..states import Channel

SECONDS = 60
MOST_HITS = 50


def for_anybody(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """GET and HEAD only, a minute in any cache, and afterwards 304 while the words are the same."""

    @require_safe
    @conditional_page
    @wraps(view)
    def public(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, public=True, max_age=SECONDS)
        return response

    return public


@for_anybody
def plans(request: HttpRequest) -> HttpResponse:
    """The plans that anybody may read, the latest first."""
    listed = Disclosure.objects.published().order_by("-published_on", "-id")
    return _page(request, "public/list.html", {"disclosures": listed})


@for_anybody
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """One plan, readable on a phone and on paper; each task has an address of its own."""
    disclosure = Disclosure.objects.published().filter(plan_id=plan_id).first()
    if disclosure is None:
        return _page(request, "public/gone.html", {}, status=404)
    context = page_of(disclosure, disclosure.parts.all(), _released(plan_id))
    return _page(request, "public/plan.html", context)


def page_of(disclosure: Disclosure, parts: Iterable[PublishedPart], released: Released) -> dict[str, Any]:
    """What the page of a plan shows; the preview shows the same."""
    laid_out = shown(parts, released)
    return {"disclosure": disclosure, "parts": laid_out, "contents": contents(laid_out)}


def _released(plan_id: int) -> dict[tuple[str, int], list[str]]:
    found: dict[tuple[str, int], list[str]] = {}
    rows = Release.objects.shown_on(Channel.PORTAL).filter(plan_id=plan_id).order_by("id")
    for task_id, target_id, content in rows.values_list("task_id", "target_id", "content"):
        key = ("task", task_id) if task_id else ("target", target_id)
        found.setdefault(key, []).extend(words_of(content))
    return found


@for_anybody
def search(request: HttpRequest) -> HttpResponse:
    """Where the words stand in what was published."""
    words = request.GET.get("q", "").strip()[:100]
    parts = PublishedPart.objects.in_public().holding(words).select_related("disclosure")
    found = list(parts.order_by("-disclosure__published_on", "disclosure_id", "order")[: MOST_HITS + 1])
    hits = [_hit(part, words) for part in found[:MOST_HITS]]
    context = {"words": words, "hits": hits, "more": len(found) > MOST_HITS}
    return _page(request, "public/search.html", context)


def _hit(part: PublishedPart, words: str) -> dict[str, Any]:
    whole = "\n".join([part.text, part.note, *(target["note"] for target in part.targets)])
    (one,) = shown([part], {})
    return {"part": part, "anchor": one.anchor, "excerpt": excerpt(whole, phrases(words))}


@for_anybody
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read what the public may, and have nothing to look for elsewhere."""
    where = request.build_absolute_uri(reverse("public:sitemap"))
    told = (
        f"User-agent: *\nAllow: {reverse('public:plans')}\nAllow: /static/\nDisallow: /\nSitemap: {where}\n"
    )
    return HttpResponse(told, content_type="text/plain; charset=utf-8")


@for_anybody
def sitemap(request: HttpRequest) -> HttpResponse:
    listed = Disclosure.objects.published().order_by("plan_id").values_list("plan_id", "published_on")
    pages = [
        {"address": request.build_absolute_uri(reverse("public:plan", args=[key])), "day": day}
        for key, day in listed
    ]
    return render(request, "public/sitemap.xml", {"pages": pages}, content_type="application/xml")


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Large type is asked for in the address, so that the page is the same for everybody who asks for it."""
    large = request.GET.get("large") == "1"
    asked = {name: value for name, value in request.GET.items() if name == "q" and value}
    other = asked if large else {**asked, "large": "1"}
    frame = {
        "large": large,
        "keep": "?large=1" if large else "",
        "other_size": f"{request.path}?{urlencode(other)}" if other else request.path,
        "address": request.build_absolute_uri(request.path),
    }
    return render(request, template, context | {"portal": frame}, status=status)
