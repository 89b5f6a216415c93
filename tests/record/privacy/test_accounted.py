"""Nothing about people is kept that a holding does not account for."""

from __future__ import annotations

from django.apps import apps
from django.db.models import EmailField

from saphan.record.privacy.queries import HOLDINGS, TRACES

PEOPLE = frozenset({"directory.User", "directory.Person", "forum.Delegate", "forum.Interpreter"})


def personal_fields(model):
    """The fields of a table that name a person."""
    for field in (*model._meta.fields, *model._meta.many_to_many):
        to = field.related_model if field.is_relation else None
        if isinstance(field, EmailField) or (to is not None and to._meta.label in PEOPLE):
            yield field.name


def test_every_table_about_people_is_accounted_for():
    known = {(one.table, way.split("__")[0]) for one in HOLDINGS for way in one.whose}
    known |= {(one.table, field) for one in TRACES for field in one.fields}
    known |= {("directory.User", "email")}  # the user's own row is found by its key
    kept = {
        (model._meta.label, name)
        for model in apps.get_models()
        if not model._meta.proxy
        for name in personal_fields(model)
    }
    missing = sorted(f"{table}.{name}" for table, name in kept - known)
    assert missing == [], (
        f"{', '.join(missing)}: say in personal.py of the room (see record/holding.py) what of it "
        "its owner gets to see: a Holding, or a Trace where it only says who did something. "
        "A new personal.py is named in record/privacy/queries.py."
    )


def test_what_a_holding_names_is_there():
    for one in HOLDINGS:
        str(one.rows(1, "a@forum.example").query)
    for trace in TRACES:
        for field in trace.fields:
            apps.get_model(trace.table)._meta.get_field(field)
