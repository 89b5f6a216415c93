"""How a forum is set up, for who organises it."""

from . import agenda, days, interpreters, new, places, roles, whole

ROUTERS = tuple(room.router for room in (new, whole, days, places, interpreters, agenda, roles))
"""In the order of the site's steps."""
