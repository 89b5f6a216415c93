"""The migrations make what the models say, from nothing and from what older ones have made."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def left_to_do():
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [(migration.app_label, migration.name) for migration, _back in plan]


@pytest.fixture
def before_squashing(db):
    """A record that the migrations have made which are now squashed; their names, by room."""
    executor = MigrationExecutor(connection)
    replaced = {}
    for (room, name), migration in executor.loader.replacements.items():
        executor.recorder.record_unapplied(room, name)
        replaced[room] = migration.replaces
    return replaced


@pytest.mark.django_db
def test_no_model_has_changed_since_the_last_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_what_the_squashed_migrations_have_made_needs_nothing(before_squashing):
    assert set(before_squashing) >= {"directory", "forum", "meetings", "register", "factcheck"}
    assert left_to_do() == []


@pytest.mark.parametrize("room", ["audit", "mailing", "meetings"])
def test_who_stopped_among_the_squashed_migrations_goes_on_from_there(before_squashing, room):
    *_, last = before_squashing[room]
    executor = MigrationExecutor(connection)
    of_room = {key for key in executor.loader.graph.nodes if key[0] == room}
    since = sorted(of_room - executor.loader.replacements.keys())
    for one in (last, *since):
        executor.recorder.record_unapplied(*one)

    assert left_to_do() == [last, *since]
