"""What all views of the administrators begin with, and the list that most of them show."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import wraps
from typing import Any

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.components import Column, capped
from yaodian.foundation.common.refusal import Problems
from yaodian.foundation.desk.paging import CAP, SIZE, page_address, page_by_key
from yaodian.foundation.desk.workbooks import as_download, workbook

EXPORT_LIMIT = 10_000
Heads = Sequence[tuple[str, int]]
Cells = Iterable[Sequence[Any]]


class AdminRequest(HttpRequest):
    """A request of somebody signed in; `ActingMiddleware` has set the actor."""

    actor: Actor


View = Callable[..., HttpResponse]


def only(roles: Collection[str]) -> Callable[[View], View]:
    """The page is there for these roles; strangers sign in first, others find nothing."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: AdminRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.actor is None:
                return redirect_to_login(request.get_full_path())
            if request.actor.role not in roles:
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return guard


def listing(
    request: HttpRequest, rows: QuerySet[Any], order: Sequence[str] = ("-id",), size: int = SIZE
) -> dict[str, Any]:
    """The page of `rows` that the address asks for: `page`, `count`, and the ways to its neighbours."""
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = page_by_key(rows, order, after=after, before=before, size=size)
    return {
        "page": page,
        "count": capped(page.count, CAP),
        "previous_url": page_address(request.GET, before=page.previous_key),
        "next_url": page_address(request.GET, after=page.next_key),
        "export_url": page_address(request.GET, export="xlsx"),
        "filtered": any(
            value for name, value in request.GET.items() if name not in ("after", "before", "order")
        ),
    }


def show_list(
    request: HttpRequest, columns: Sequence[Column], cells: Cells, told: dict[str, Any], **more: Any
) -> HttpResponse:
    """`administration/list.html` with these columns; `told` is what `listing` gave."""
    return render(
        request, "administration/list.html", {**told, "columns": columns, "rows": list(cells), **more}
    )


def is_export(request: HttpRequest) -> bool:
    return request.GET.get("export") == "xlsx"


def exported(name: str, heads: Heads, cells: Cells) -> HttpResponse:
    return as_download(workbook(name, heads, cells), f"{name}.xlsx")


def cleaned(form: forms.Form) -> dict[str, Any]:
    """What a filter understands; what it cannot read is left out."""
    form.is_valid()
    return form.cleaned_data


def tried(form: forms.Form, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """What `act` gives; None after its problems were put at the form's fields."""
    try:
        return act(*args, **kwargs)
    except Problems as problems:
        for problem in problems.items:
            form.add_error(problem.field if problem.field in form.fields else None, problem.words)
        return None


def show_form(request: HttpRequest, form: forms.Form, **context: Any) -> HttpResponse:
    """`administration/form.html`; status 422 when the form came back with errors."""
    status = 422 if (form.is_bound and not form.is_valid()) or form.errors else 200
    return render(request, "administration/form.html", {"form": form, **context}, status=status)
