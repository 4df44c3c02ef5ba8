"""Handing a file to somebody who may see its owner; the view that owns it has decided that."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from . import store
from .models import Attachment


def download(attachment: Attachment) -> HttpResponse:
    """The file as a download, never shown in place, never cached by others. Raises `store.Damaged`."""
    response = HttpResponse(store.get(attachment.sha256), content_type=attachment.media_type)
    response["Content-Disposition"] = content_disposition_header(True, attachment.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
