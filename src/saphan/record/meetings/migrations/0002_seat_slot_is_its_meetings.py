from django.db import migrations

# A seat repeats its meeting's slot so that a unique index can forbid two seats of one person in
# one slot; this key makes the repetition impossible to get wrong.
ADD = """
ALTER TABLE meetings_seat ADD CONSTRAINT seat_slot_is_its_meetings
FOREIGN KEY (meeting_id, timetable_id, slot_id)
REFERENCES meetings_meeting (id, timetable_id, slot_id)
ON UPDATE CASCADE ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
"""
REMOVE = "ALTER TABLE meetings_seat DROP CONSTRAINT seat_slot_is_its_meetings"


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial")]
    operations = [migrations.RunSQL(ADD, REMOVE)]
