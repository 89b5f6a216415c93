"""What workers are given to do."""

from __future__ import annotations

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.factories import OrganisationFactory

from saphan.record.directory.actions import index_waiting
from saphan.work.jobs import index_search, order_index

pytestmark = pytest.mark.django_db


def test_what_search_lacks_is_ordered_once_and_filled():
    assert order_index() is False
    OrganisationFactory()
    assert (order_index(), order_index()) == (True, True)
    assert ProcrastinateJob.objects.filter(task_name="index_search").count() == 1
    index_search()
    assert (index_waiting().exists(), order_index()) == (False, False)
