"""Addresses of what is one's own, and of what its keepers see of it."""

from __future__ import annotations

from django.urls import path

from .mine import delegations, details, tokens

app_name = "mine"
urlpatterns = [
    path("mine/delegations/", delegations.delegations, name="delegations"),
    path("mine/delegations/give/", delegations.delegation_give, name="delegation_give"),
    path("mine/delegations/<int:pk>/end/", delegations.delegation_end, name="delegation_end"),
    path("mine/tokens/", tokens.tokens, name="tokens"),
    path("mine/tokens/make/", tokens.token_make, name="token_make"),
    path("mine/tokens/<int:pk>/revoke/", tokens.token_revoke, name="token_revoke"),
    path("mine/tokens/all/", tokens.all_tokens, name="all_tokens"),
    path("mine/details/", details.own, name="details"),
    path("mine/details/open/", details.own_open, name="details_open"),
    path("mine/details/change/", details.own_change, name="details_change"),
    path("personal/register/", details.register_page, name="register"),
    path("personal/<int:user_id>/", details.of_person, name="details_of"),
    path("personal/<int:user_id>/change/", details.of_person_change, name="details_of_change"),
]
