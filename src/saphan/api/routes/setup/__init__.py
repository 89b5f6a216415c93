"""How a forum is set up, for who organises it."""

from . import days, places, whole

ROUTERS = (whole.router, days.router, places.router)
"""In the order of the site's steps."""
