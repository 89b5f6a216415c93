"""The routes, a file for each concern."""

from . import (
    after,
    door,
    facts,
    forums,
    incidents,
    inviting,
    letters,
    meetings,
    people,
    profile,
    register,
    reports,
    requests,
    setup,
)

ROUTERS = (
    ("Forums", forums.router),
    *(("Set-up", router) for router in setup.ROUTERS),
    ("People", people.router),
    ("People", inviting.router),
    ("Own profile", profile.router),
    ("Requests", requests.router),
    ("Letters", letters.router),
    ("Timetables", meetings.router),
    ("On the day", incidents.router),
    ("Door", door.router),
    ("After the meetings", after.router),
    ("Reports", reports.router),
    ("Register", register.router),
    ("Facts", facts.router),
)
"""Each with the tag that it stands under in the reference."""
