"""What is looked at in more than one step of setting a forum up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from saphan.record.errors import Refused
from saphan.record.holding import is_erased

from .models import Forum

CODE = r"[a-z0-9][a-z0-9-]{1,38}[a-z0-9]"
"""What the code of a forum that is made on the site looks like."""
YEARS = range(2000, 2101)  # far from what a database or a clock cannot tell


def require_code(code: str) -> None:
    """Raise Refused unless a new forum can have this code."""
    if not re.fullmatch(CODE, code):
        raise Refused(_("Use small Latin letters, figures and hyphens, three at least."), "code")
    if Forum.objects.filter(code__iexact=code).exists():
        raise Refused(_("Another forum has this code. Choose another one."), "code")


def require_name(name: Mapping[str, str], languages: Iterable[str]) -> None:
    """Raise Refused unless a forum of these languages can have this name."""
    if not set(languages) <= name.keys():
        raise Refused(_("The name is not given in every language."), "name")


def require_years(field: str, *days: date | None) -> None:
    """Raise Refused unless each day or moment that there is lies in `YEARS`."""
    if any(one is not None and one.year not in YEARS for one in days):
        raise Refused(_("A date lies between the years 2000 and 2100."), field)


def require_valid(field: str, check: Callable[[str], None], text: str) -> None:
    """Raise Refused where the check of a field says that the text is not valid."""
    try:
        check(text)
    except ValidationError as error:
        raise Refused(error.message, field) from error


def require_address(field: str, email: str) -> None:
    """Raise Refused unless this can be somebody's e-mail address."""
    if is_erased(email.lower()):
        raise Refused(validate_email.message, field)
    require_valid(field, validate_email, email)


def require_languages(field: str, given: Iterable[str], known: Iterable[str]) -> None:
    """Raise Refused unless each language is one that can be chosen."""
    if strange := sorted(set(given) - set(known)):
        raise Refused(
            _("The forum has no such language to choose: %(codes)s.")
            % {"codes": ", ".join(strange)},
            field,
        )
