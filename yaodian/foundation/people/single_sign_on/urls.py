"""Where single sign-on begins and ends."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("", views.login, name="single_sign_on_login"),
    path("callback/", views.callback, name="single_sign_on_callback"),
]
