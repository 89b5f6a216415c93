"""The migrations make what the models say."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_model_has_changed_since_the_last_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
