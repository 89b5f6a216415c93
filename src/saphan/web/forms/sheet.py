"""A sheet of people to invite: what is wrong in it, in the reader's words, and what it would do."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from saphan.engine.sheets.forum_sheets import Problem
from saphan.engine.sheets.invitations import InviteeRow, read_invitations
from saphan.record.directory.models import User
from saphan.record.forum.actions import Invitee
from saphan.record.forum.invitees import (
    OTHER_COUNTRY,
    TWICE,
    UNKNOWN_LANGUAGE,
    expected_country,
    likely_language,
)
from saphan.record.forum.models import Forum
from saphan.record.forum.queries import known_addresses

from .people import TRUSTED
from .registration import dress

SALT = "saphan.people.sheet"
HOUR = 60 * 60
MOST_BYTES = 2 * 1024 * 1024
SAID = {
    "bad_email": _("not a whole e-mail address"),
    "twice": TWICE,
    "unknown_country": _("no country is known by this code or name"),
    "other_country": OTHER_COUNTRY,
    "unknown_kind": _("not a kind of organisation: company, agency, university or association"),
    "unknown_language": UNKNOWN_LANGUAGE,
    "too_long": _("too long"),
    "unknown_column": _("no column is known by this name"),
    "missing_column": _("this column is missing"),
    "column_twice": _("this column stands here twice"),
    "too_many_cells": _("the row has more cells than the header"),
    "too_many_rows": _("too many rows"),
    "too_many_columns": _("too many columns"),
    "not_utf8": _("the text is not UTF-8: in Excel, save it as “CSV UTF-8”"),
    "not_text": _("this is not text"),
    "empty_file": _("there is nothing in it"),
    "bad_csv": _("this is not well-formed CSV"),
    "unreadable_workbook": _("this is no workbook that can be read"),
    "file_too_large": _("the file is too large"),
}


def said(problem: Problem) -> str:
    """What is wrong, without where."""
    return str(SAID.get(problem.code, _("this cannot be read")))


class SheetForm(forms.Form):
    """A file of people to invite."""

    file = forms.FileField(
        label=_("File (CSV or XLSX)"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"empty": _("there is nothing in it")},
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        dress(self)

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(SAID["file_too_large"])
        return file


class Sheet:
    """What a file says.

    Args:
        allowed: The countries whose people the organiser looks after; None for all.

    Attributes:
        rows: Those in which nothing is wrong.
        problems: All that is wrong.
        known: Addresses that are left alone: they take part, wait or are invited.
    """

    def __init__(self, forum: Forum, file: UploadedFile, allowed: frozenset[str] | None) -> None:
        known = tuple(dict(settings.LANGUAGES))
        rows, self.problems = read_invitations(file.name or "", file.read(), known)
        self.rows = []
        for row in rows:
            country = expected_country(forum, row.country, allowed)
            if country is None:
                problem = Problem("other_country", file.name or "", row.row, None, row.country, "")
                self.problems.append(problem)
                continue
            language = row.language or likely_language(country)
            self.rows.append(InviteeRow(row.row, row.email, row.name, country, row.kind, language))
        self.problems.sort(key=lambda one: one.row or 0)
        self.known = known_addresses(forum, (row.email for row in self.rows))

    @property
    def new(self) -> list[InviteeRow]:
        """Those who would be invited."""
        return [row for row in self.rows if row.email not in self.known]

    def signed(self, forum: Forum, user: User) -> str:
        """The people to invite, for the next request of the same organiser alone."""
        told = [asdict(row) for row in self.new]
        return signing.dumps([forum.pk, user.pk, told], salt=SALT, compress=True)


def invitees_of(signed: str, forum: Forum, user: User) -> list[Invitee] | None:
    """The people of a sheet that was previewed; None when it was another's, or too long ago."""
    try:
        forum_id, user_id, told = signing.loads(signed, salt=SALT, max_age=HOUR)
    except signing.BadSignature:
        return None
    if (forum_id, user_id) != (forum.pk, user.pk):
        return None
    return [
        Invitee(
            email=row["email"],
            name=row["name"],
            country=row["country"],
            kind=row["kind"],
            language=row["language"],
        )
        for row in told
    ]


class SendForm(forms.Form):
    """Sending what was previewed."""

    signed = forms.CharField(widget=forms.HiddenInput)
    trusted = forms.BooleanField(label=TRUSTED, required=False, initial=True)

    def __init__(self, data: Any = None, *, signed: str = "") -> None:
        super().__init__(data, initial={"signed": signed}, auto_id="send-%s")
        dress(self)
