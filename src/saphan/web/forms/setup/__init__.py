"""What organisers fill in when they set a forum up."""

from .basics import BasicsForm, CopyForm
from .days import DayForm, SessionForm, SessionForms, sessions_shown
from .people import InterpreterForm, RoleForm
from .places import JoinForm, PlaceForm, PlacesForm, TravelForm
from .programme import AgendaForm
from .rules import RulesForm

__all__ = [
    "AgendaForm",
    "BasicsForm",
    "CopyForm",
    "DayForm",
    "InterpreterForm",
    "JoinForm",
    "PlaceForm",
    "PlacesForm",
    "RoleForm",
    "RulesForm",
    "SessionForm",
    "SessionForms",
    "TravelForm",
    "sessions_shown",
]
