"""The addresses of the site, a file for each audience."""

from . import (
    accounts,
    after,
    commitments,
    day,
    delegate,
    door,
    facts,
    hooks,
    letters,
    live,
    organiser,
    people,
    privacy,
    public,
    register,
    setup,
)

urlpatterns = [
    *public.urlpatterns,
    *setup.urlpatterns,
    *accounts.urlpatterns,
    *commitments.urlpatterns,
    *register.urlpatterns,
    *facts.urlpatterns,
    *delegate.urlpatterns,
    *day.urlpatterns,
    *organiser.urlpatterns,
    *letters.urlpatterns,
    *live.urlpatterns,
    *hooks.urlpatterns,
    *after.urlpatterns,
    *door.urlpatterns,
    *people.urlpatterns,
    *privacy.urlpatterns,
]
