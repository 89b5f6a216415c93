from django.db import migrations, models
from django.db.models.expressions import RawSQL

# What anybody may be shown, or what decides who may be shown it.
FOR_ALL = [
    "directory_organisation",
    "directory_person",
    "directory_organisationadmin",
    "directory_listing",
    "directory_searchword",
    "directory_searchentry",
    "forum_forum",
    "forum_forumrole",
    "forum_day",
    "forum_slot",
    "forum_place",
    "forum_place_kept_by",
    "forum_travel",
    "forum_delegate",
    "forum_interpreter",
    "forum_availability",
    "forum_agendaitem",
    "forum_agendaitem_attendees",
    "meetings_match",
    "meetings_matchingrun",
    "meetings_requestside",
    "meetings_timetable",
    "meetings_meeting",
    "meetings_seat",
    "meetings_batch",
    "meetings_change",
    "meetings_delay",
    "meetings_replanning",
    "meetings_calendarfeed",
]
# What people change all the time, and the sides at a forum that are shown it.
FOR_SIDES = {
    "meetings_request": """
        SELECT forum_id, receiver_organisation_id AS organisation_id FROM changed
        UNION SELECT changed.forum_id, delegate.organisation_id
            FROM changed JOIN forum_delegate delegate ON delegate.id = changed.sender_id
        UNION SELECT changed.forum_id, delegate.organisation_id
            FROM changed JOIN forum_delegate delegate ON delegate.id = changed.receiver_id
        UNION SELECT changed.forum_id, coalesce(side.organisation_id, delegate.organisation_id)
            FROM changed JOIN meetings_requestside side ON side.request_id = changed.id
            LEFT JOIN forum_delegate delegate ON delegate.id = side.delegate_id
        UNION SELECT changed.forum_id, delegate.organisation_id
            FROM changed JOIN meetings_meeting meeting ON meeting.request_id = changed.id
            JOIN meetings_seat seat ON seat.meeting_id = meeting.id
            JOIN forum_delegate delegate ON delegate.id = seat.delegate_id
    """,
    "meetings_setaside": """
        SELECT forum_id, organisation_id FROM changed
        UNION SELECT forum_id, other_id FROM changed
    """,
    "meetings_block": """
        SELECT delegate.forum_id, delegate.organisation_id
            FROM changed JOIN forum_delegate delegate ON delegate.id = changed.delegate_id
    """,
    "meetings_feedback": """
        SELECT changed.forum_id, delegate.organisation_id
            FROM changed JOIN forum_delegate delegate ON delegate.id = changed.delegate_id
    """,
    "meetings_outcome": "SELECT forum_id, organisation_id FROM changed",
}
# What concerns one user, by the column that names them.
FOR_USER = {"directory_user": "id", "mfa_authenticator": "user_id"}

ALL = """
CREATE FUNCTION stamp_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO stamps_stamp (scope) VALUES ('all');
    RETURN NULL;
END $$;
"""


def _for_all(table: str) -> str:
    return f"""
CREATE TRIGGER stamp AFTER INSERT OR UPDATE OR DELETE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION stamp_all();
"""


# Of a request that has become a meeting, organisers see the state on their board.
MEETINGS = """
    INSERT INTO stamps_stamp (scope) SELECT 'all' WHERE EXISTS (
        SELECT FROM changed JOIN meetings_meeting meeting ON meeting.request_id = changed.id
    );
"""


def _for_sides(table: str, sides: str) -> str:
    meetings = MEETINGS if table == "meetings_request" else ""
    made = f"""
CREATE FUNCTION stamp_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO stamps_stamp (scope) SELECT DISTINCT 'user:' || person.user_id
    FROM ({sides}) AS side
    JOIN forum_delegate member USING (forum_id, organisation_id)
    JOIN directory_person person ON person.id = member.person_id
    WHERE person.user_id IS NOT NULL;
    {meetings}
    RETURN NULL;
END $$;
"""
    # Of a change both sides count: those that there were, and those that there are.
    for name, act, rows in (
        ("insert", "INSERT", "NEW"),
        ("before", "UPDATE", "OLD"),
        ("after", "UPDATE", "NEW"),
        ("delete", "DELETE", "OLD"),
    ):
        made += f"""
CREATE TRIGGER stamp_{name} AFTER {act} ON {table} REFERENCING {rows} TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION stamp_{table}();
"""
    return made


def _for_user(table: str, column: str) -> str:
    return f"""
CREATE FUNCTION stamp_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO stamps_stamp (scope) VALUES ('user:' || OLD.{column});
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO stamps_stamp (scope) VALUES ('user:' || NEW.{column});
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER stamp AFTER INSERT OR UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION stamp_{table}();
"""


MAKE = ALL + "".join(
    [
        *map(_for_all, FOR_ALL),
        *(_for_sides(*one) for one in FOR_SIDES.items()),
        *(_for_user(*one) for one in FOR_USER.items()),
    ]
)
DROP = "DROP FUNCTION stamp_all() CASCADE;" + "".join(
    f"DROP FUNCTION stamp_{table}() CASCADE;" for table in (*FOR_SIDES, *FOR_USER)
)


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("directory", "0009_scopes_of_letters"),
        ("forum", "0008_keep_days"),
        ("meetings", "0010_replanning"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("sessions", "0001_initial"),
    ]
    operations = [
        migrations.CreateModel(
            name="Stamp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.CharField(max_length=40)),
                (
                    "xid",
                    models.BigIntegerField(
                        db_default=RawSQL("pg_current_xact_id()::text::bigint", ()),
                        editable=False,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["scope", "xid"], name="stamps_of_scope")],
            },
        ),
        migrations.RunSQL(MAKE, DROP),
    ]
