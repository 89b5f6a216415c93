"""What people ask a fact-check desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saphan.record.factcheck.actions import Sent
from saphan.record.factcheck.models import Desk
from saphan.record.factcheck.pictures import MOST_BYTES
from saphan.web.templatetags.saphan import country

from .registration import dress


class MessagesForm(forms.Form):
    """A file with messages."""

    file = forms.FileField(
        label=_("File (.eml, .csv, .jsonl)"),
        widget=forms.FileInput(attrs={"accept": ".eml,.csv,.jsonl"}),
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        dress(self)


class AskForm(forms.Form):
    """A message to be checked.

    Args:
        desks: Which there are; asked for only where there are several.
    """

    text = forms.CharField(
        label=_("The message"),
        help_text=_("Copy it here as it came. For a picture, type the words in it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "class": "form-control"}),
    )
    link = forms.URLField(
        label=_("Link, if it has one"), max_length=2000, required=False, assume_scheme="https"
    )
    picture = forms.FileField(
        label=_("Picture, if it is one"),
        help_text=_("PNG, JPEG, GIF or WebP, at most 5 MB."),
        required=False,
        widget=forms.ClearableFileInput(
            attrs={"accept": "image/png,image/jpeg,image/gif,image/webp", "class": "form-control"}
        ),
    )
    email = forms.EmailField(
        label=_("Your e-mail address, if you want to be told"),
        help_text=_("Kept apart from the message, seen by the lead of the desk alone."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    desk = forms.ChoiceField(label=_("Which desk shall check it?"), required=False)
    # People do not see it; machines that fill in everything do.
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, files: Any = None, *, desks: Sequence[Desk]) -> None:
        super().__init__(data, files)
        self.desks = {one.country: one for one in desks}
        if len(desks) == 1:
            del self.fields["desk"]
        else:
            fields: dict[str, Any] = self.fields
            fields["desk"].choices = [(code, country(code)) for code in self.desks]
        dress(self)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not given.get("text") and not given.get("link") and "link" not in self.errors:
            self.add_error("text", gettext("Please send a text or a link."))
        picture = given.get("picture")
        if picture is not None and picture.size > MOST_BYTES:
            self.add_error("picture", gettext("The picture is too large: at most 5 MB."))
        return given

    def is_by_machine(self) -> bool:
        """Whether the field was filled in that people do not see."""
        return bool(self.cleaned_data["website"])

    def desk_chosen(self) -> Desk:
        """The desk asked."""
        code = self.cleaned_data.get("desk", "")
        return self.desks.get(code) or next(iter(self.desks.values()))

    def sent(self, language: str) -> Sent:
        """What was sent, once it is valid.

        Args:
            language: Of the reader.
        """
        given = self.cleaned_data
        picture = given["picture"]
        return Sent(
            text=given["text"],
            link=given["link"],
            picture=picture.read() if picture is not None else b"",
            email=given["email"],
            language=language,
        )
