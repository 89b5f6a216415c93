from __future__ import annotations

from django.conf import settings
from django.core.files.storage import FileSystemStorage


def pictures() -> FileSystemStorage:
    """Where pictures lie: beside the database, out of reach of the web."""
    return FileSystemStorage(
        location=settings.DATA / "pictures", file_permissions_mode=0o600, base_url=None
    )


def copies() -> FileSystemStorage:
    """Where copies of evidence lie, likewise."""
    return FileSystemStorage(
        location=settings.DATA / "evidence", file_permissions_mode=0o600, base_url=None
    )
