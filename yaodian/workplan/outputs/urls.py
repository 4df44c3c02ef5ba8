"""Addresses of outputs, below their plan: one a document; `?as=` says as which kind of file."""

from __future__ import annotations

from django.urls import path

from . import views
from .documents import DOCUMENTS

app_name = "outputs"
urlpatterns = [
    path("<int:plan_id>/outputs/", views.page, name="page"),
    *(
        path(f"<int:plan_id>/outputs/{one.key}/", views.take, {"document": one.key}, name=one.key)
        for one in DOCUMENTS
    ),
]
