"""Going to the provider and coming back.

Going there is a link, not a form: browsers apply the page's form-action to the redirect, and a portal of the
government may link here. It changes nothing but the visitor's own session.
"""

from __future__ import annotations

from allauth.account.internal.decorators import login_not_required
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET
from requests import RequestException

from .accounts import entrance
from .provider import Exchange

BROKEN = (OAuth2Error, RequestException, ValueError, KeyError, TypeError)


@require_GET
@login_not_required
def login(request: HttpRequest) -> HttpResponse:
    """To the provider's page; who is signed in already goes where they wanted to."""
    if entrance() is None:
        raise Http404
    if request.user.is_authenticated:
        return redirect(get_next_redirect_url(request) or "/")
    provider = Exchange(request).get_provider()
    try:
        return provider.redirect_from_request(request)
    except BROKEN as trouble:
        return render_authentication_error(request, provider, exception=trouble)


@require_GET
@login_not_required
def callback(request: HttpRequest) -> HttpResponse:
    """Back from the provider with a code, or with an error."""
    if entrance() is None:
        raise Http404
    exchange = Exchange(request)
    try:
        return OAuth2CallbackView.adapter_view(exchange)(request)
    except BROKEN as trouble:
        return render_authentication_error(request, exchange.get_provider(), exception=trouble)
