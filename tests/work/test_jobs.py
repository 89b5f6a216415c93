"""Work that pages and commands hand to the workers."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.factories import MatchFactory, OrganisationFactory, organiser_of

from saphan.record.directory.actions import index_waiting
from saphan.record.errors import Refused
from saphan.work.jobs import (
    index_search,
    order_index,
    order_matches,
    order_matches_after_all,
    renew_matches,
)

pytestmark = pytest.mark.django_db


def test_what_search_lacks_is_ordered_once_and_filled():
    assert order_index() is False
    OrganisationFactory()
    assert (order_index(), order_index()) == (True, True)
    assert ProcrastinateJob.objects.filter(task_name="index_search").count() == 1
    index_search()
    assert (index_waiting().exists(), order_index()) == (False, False)


def jobs():
    return [(job.task_name, job.args) for job in ProcrastinateJob.objects.order_by("pk")]


def test_a_renewal_is_handed_over_and_done():
    forum = MatchFactory().forum
    run = order_matches(organiser_of(forum), forum)
    assert jobs() == [("renew_matches", {"run_id": run.pk})]
    renew_matches(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.matches) == ("done", forum.matches.count())


def test_one_renewal_at_a_time_is_enough():
    match = MatchFactory()
    delegate = match.forum.delegates.first()
    for _ in range(2):
        order_matches_after_all(delegate.person.user, match.forum)
    assert len(jobs()) == 1
    with pytest.raises(Refused):
        order_matches(organiser_of(match.forum), match.forum)
