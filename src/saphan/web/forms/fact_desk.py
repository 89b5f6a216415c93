"""What people of a fact-check desk fill in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saphan.engine.language import city_in
from saphan.record.directory.models import Organisation, User
from saphan.record.factcheck.models import Claim, Desk, DeskRole, Verdict
from saphan.record.factcheck.pictures import MOST_COPY
from saphan.record.factcheck.texts import latest
from saphan.record.factcheck.weeks import zone_of
from saphan.record.reader import reader_language
from saphan.web.templatetags.saphan import language_name

from .registration import dress

AREA = {"rows": 3, "class": "form-control"}


def colleagues(desk: Desk) -> QuerySet[User]:
    """Who works at a desk."""
    return User.objects.filter(desk_roles__desk=desk, is_active=True).order_by("email")


class NewClaimForm(forms.Form):
    text = forms.CharField(
        label=_("What is claimed"), max_length=2000, widget=forms.Textarea(attrs=AREA)
    )


class ClaimForm(forms.Form):
    """A claim as it is written.

    Args:
        claim: Its latest version is what is changed.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("What is claimed"), max_length=2000, widget=forms.Textarea(attrs=AREA)
    )
    language = forms.CharField(label=_("Its language (ISO 639)"), max_length=8, required=False)
    verdict = forms.ChoiceField(
        label=_("Verdict"), choices=[("", _("none yet")), *Verdict.choices], required=False
    )
    harm = forms.TypedChoiceField(label=_("Harm"), choices=Claim.Harm.choices, coerce=int)
    agency = forms.ModelChoiceField(
        label=_("Responsible agency"), queryset=Organisation.objects.none(), required=False
    )
    agency_name = forms.CharField(
        label=_("Or another agency, by its name"), max_length=300, required=False
    )
    wordings = forms.CharField(
        label=_("Other wordings, one a line"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs=AREA),
    )

    def __init__(self, data: Any = None, *, claim: Claim) -> None:
        told = latest(claim)
        languages = [code for code, _own in settings.LANGUAGES]
        super().__init__(
            data,
            initial={
                "version": claim.number,
                "wordings": "\n".join(told["wordings"]),
                "agency": told["agency_id"],
                **{name: told[name] for name in ("text", "language", "verdict", "harm")},
                **{f"why_{code}": told["explanations"].get(code, "") for code in languages},
                **{f"text_{code}": told["texts"].get(code, "") for code in languages},
            },
        )
        self.claim = claim
        fields: dict[str, Any] = self.fields
        fields["agency"].queryset = Organisation.objects.filter(
            kind=Organisation.Kind.AGENCY, country=claim.desk.country
        )
        for code in languages:
            fields[f"why_{code}"] = self._area(language_name(code))
            if code != told["language"]:
                fields[f"text_{code}"] = self._area(language_name(code))
        dress(self)

    @staticmethod
    def _area(label: str) -> forms.CharField:
        area = forms.Textarea(attrs=AREA)
        return forms.CharField(label=label, required=False, max_length=20_000, widget=area)

    def explanations(self) -> list[forms.BoundField]:
        """The fields of the explanation, one a language."""
        return [self[name] for name in self.fields if name.startswith("why_")]

    def translations(self) -> list[forms.BoundField]:
        """The fields of the claim in other languages."""
        return [self[name] for name in self.fields if name.startswith("text_")]

    def number(self) -> int:
        """Of the version that the writer saw."""
        return int(self.cleaned_data["version"])

    def fields_written(self) -> dict[str, Any]:
        """The fields of the claim, once the form is valid."""
        given = self.cleaned_data
        before = latest(self.claim)

        def texts(prefix: str, kept: dict[str, str]) -> dict[str, str]:
            new = {
                name.removeprefix(prefix): value.strip()
                for name, value in given.items()
                if name.startswith(prefix)
            }
            return {code: text for code, text in {**kept, **new}.items() if text}

        return {
            "text": given["text"].strip(),
            "language": given["language"] or before["language"],
            "verdict": given["verdict"],
            "harm": given["harm"],
            "agency_id": given["agency"].pk if given["agency"] else None,
            "wordings": [line.strip() for line in given["wordings"].splitlines() if line.strip()],
            "explanations": texts("why_", before["explanations"]),
            "texts": texts("text_", before["texts"]),
        }


class EvidenceForm(forms.Form):
    title = forms.CharField(label=_("What it is"), max_length=300)
    source_url = forms.URLField(
        label=_("Address"), max_length=1000, required=False, assume_scheme="https"
    )
    copy = forms.FileField(
        label=_("A copy of it as a file"),
        help_text=_("PDF or picture, at most 20 MB; kept as it is, with its digest."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,image/png,image/jpeg,image/gif,image/webp"}),
    )
    archived = forms.CharField(
        label=_("What it said when you looked (kept with its digest)"),
        max_length=200_000,
        required=False,
        widget=forms.Textarea(attrs=AREA),
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, auto_id="evidence_%s")
        dress(self)

    def clean_copy(self) -> bytes:
        """The bytes of the file, once it is known to be none that is too large."""
        given = self.cleaned_data["copy"]
        if given is None:
            return b""
        if given.size > MOST_COPY:
            raise forms.ValidationError(gettext("The file is too large: at most 20 MB."))
        return bytes(given.read())


class DeadlineForm(forms.Form):
    """When an answer is due, by the clock of the desk.

    Args:
        claim: Of which.
    """

    deadline = forms.DateTimeField(
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, data: Any = None, *, claim: Claim) -> None:
        self.zone = zone_of(claim.desk.country)
        due = claim.deadline.astimezone(self.zone).replace(tzinfo=None) if claim.deadline else None
        super().__init__(data, initial={"deadline": due})
        clock = city_in(self.zone.key, reader_language())
        self.fields["deadline"].label = gettext("To be answered by (%(clock)s)") % {"clock": clock}
        dress(self)

    def clean_deadline(self) -> datetime | None:
        given: datetime | None = self.cleaned_data["deadline"]
        return given.replace(tzinfo=self.zone) if given else None


class HandOverForm(forms.Form):
    """A question to an agency: to the responsible one, where the claim names it.

    Args:
        claim: About which.
    """

    agency = forms.CharField(label=_("Agency"), max_length=300)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    language = forms.ChoiceField(label=_("Language of the letter"))
    question = forms.CharField(
        label=_("Question"), max_length=5000, widget=forms.Textarea(attrs=AREA)
    )
    days = forms.IntegerField(label=_("Days to answer"), min_value=1, max_value=60, initial=7)

    def __init__(self, data: Any = None, *, claim: Claim) -> None:
        initial: dict[str, Any] = {"language": reader_language()}
        if claim.agency is not None:
            initial |= {"agency": claim.agency.name}
        super().__init__(data, auto_id="hand_over_%s", initial=initial)
        fields: dict[str, Any] = self.fields
        fields["language"].choices = [
            (code, language_name(code)) for code, _own in settings.LANGUAGES
        ]
        dress(self)


class ReplyForm(forms.Form):
    name = forms.CharField(label=_("Your name and position"), max_length=200)
    text = forms.CharField(
        label=_("Answer"), max_length=20_000, widget=forms.Textarea(attrs={**AREA, "rows": 8})
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        dress(self)


class RoleForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=DeskRole.Role.choices)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        dress(self)
