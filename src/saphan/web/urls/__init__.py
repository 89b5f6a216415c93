"""The addresses of the site, a file for each audience."""

from . import accounts, after, delegate, door, hooks, letters, organiser, people, public, register

urlpatterns = [
    *public.urlpatterns,
    *accounts.urlpatterns,
    *register.urlpatterns,
    *delegate.urlpatterns,
    *organiser.urlpatterns,
    *letters.urlpatterns,
    *hooks.urlpatterns,
    *after.urlpatterns,
    *door.urlpatterns,
    *people.urlpatterns,
]
