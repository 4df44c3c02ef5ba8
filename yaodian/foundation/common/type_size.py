"""大字版: the reader's own size of type, kept in a cookie."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

COOKIE = "type_size"
SIZES = ("large", "normal")
YEAR = 365 * 24 * 60 * 60


@require_POST
def set_type_size(request: HttpRequest) -> HttpResponse:
    """Keep the size asked for and go back to where the reader was."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    size = request.POST.get("size", "")
    if size in SIZES:
        response.set_cookie(COOKIE, size, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response
