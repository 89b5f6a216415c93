"""Saying why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saphan.record.meetings.models import REASON_WORDS, Reason


class ReasonForm(forms.Form):
    """Why an organisation is not for one's own.

    Args:
        about: Tells the form from others on the page, such as an organisation's code.
        required: Whether a reason has to be given.
    """

    reason = forms.ChoiceField(
        label=_("Why?"), error_messages={"required": _("Please choose a reason.")}
    )
    words = forms.CharField(
        label=_("In a few words (needed for “something else”)"),
        max_length=REASON_WORDS,
        required=False,
    )

    def __init__(self, data: Any = None, *, about: str, required: bool = True) -> None:
        super().__init__(data, auto_id=f"%s-{about}")
        reason = self.fields["reason"]
        reason.required = required
        reason.choices = [  # type: ignore[attr-defined]
            ("", _("Choose a reason") if required else _("No reason given")),
            *Reason.choices,
        ]
        reason.widget.attrs["class"] = "form-select"
        self.fields["words"].widget.attrs["class"] = "form-control"

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("words") and not given.get("reason") and not self.fields["reason"].required:
            given["reason"] = Reason.ELSE
        if given.get("reason") == Reason.ELSE and not given.get("words"):
            self.add_error("words", _("Please say in a few words what it is."))
        return given
