"""Signing in and one's own account: allauth's addresses, and ours where it has none."""

from __future__ import annotations

from django.urls import include, path

from . import devices

urlpatterns = [
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
    path("linked/", include("allauth.socialaccount.urls")),
    path("single-sign-on/", include("yaodian.foundation.people.single_sign_on.urls")),
    path("sessions/", devices.devices, name="usersessions_list"),
    path("sessions/<int:pk>/end/", devices.end_device, name="usersessions_end"),
]
