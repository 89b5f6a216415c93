import django.contrib.postgres.constraints
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.comparison
import saphan.record.forum.models
import saphan.record.forum.models.forums
from django.conf import settings
from django.db import migrations, models

# A meeting repeats the time of its slots, and a seat time and state of its meeting, so that the
# database can forbid two at once; these keys make the repetition impossible to get wrong.
KEYS = """
ALTER TABLE meetings_meeting ADD CONSTRAINT meeting_starts_with_its_slot
FOREIGN KEY (slot_id, start) REFERENCES forum_slot (id, start)
ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE meetings_meeting ADD CONSTRAINT meeting_ends_with_its_last_slot
FOREIGN KEY (last_slot_id, "end") REFERENCES forum_slot (id, "end")
ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE meetings_seat ADD CONSTRAINT seat_time_is_its_meetings
FOREIGN KEY (meeting_id, timetable_id, start, "end", state)
REFERENCES meetings_meeting (id, timetable_id, start, "end", state)
ON UPDATE CASCADE ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
"""
NO_KEYS = """
ALTER TABLE meetings_seat DROP CONSTRAINT seat_time_is_its_meetings;
ALTER TABLE meetings_meeting DROP CONSTRAINT meeting_ends_with_its_last_slot;
ALTER TABLE meetings_meeting DROP CONSTRAINT meeting_starts_with_its_slot
"""


class Migration(migrations.Migration):

    replaces = [
        ('meetings', '0001_initial'),
        ('meetings', '0002_seat_slot_is_its_meetings'),
        ('meetings', '0003_requests_as_they_are'),
        ('meetings', '0004_meetings_take_time'),
        ('meetings', '0005_suggestions_learn'),
        ('meetings', '0006_after_the_forum'),
        ('meetings', '0007_live_changes'),
        ('meetings', '0008_requests_by_the_rules'),
        ('meetings', '0009_the_day'),
        ('meetings', '0010_replanning'),
    ]

    initial = True

    dependencies = [
        ('directory', '0001_squashed_0007_consent_to_letters'),
        ('forum', '0001_squashed_0007_what_a_forum_came_from'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Match',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='forum.forum')),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matches_as_need', to='directory.listing')),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matches_as_offer', to='directory.listing')),
                ('score', models.FloatField()),
                ('parts', models.JSONField(default=dict)),
                ('why', models.JSONField(default=dict)),
            ],
            options={
                'verbose_name_plural': 'matches',
                'ordering': ['-score', 'id'],
                'constraints': [models.UniqueConstraint(fields=('forum', 'need', 'offer'), name='match_once')],
            },
        ),
        migrations.CreateModel(
            name='SetAside',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='set_aside', to='forum.forum')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='has_set_aside', to='directory.organisation')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.organisation')),
                ('reason', models.CharField(choices=[('field', 'Other field'), ('cooperation', 'Wrong kind of cooperation'), ('size', 'Too large or too small for us'), ('partners', 'Already our partners'), ('competitor', 'A competitor'), ('else', 'Something else')], max_length=12)),
                ('words', models.CharField(blank=True, max_length=300)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name_plural': 'set aside',
                'ordering': ['-created_at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('forum', 'organisation', 'other'), name='set_aside_once'), models.CheckConstraint(condition=models.Q(('organisation', models.F('other')), _negated=True), name='nobody_sets_themselves_aside'), models.CheckConstraint(condition=models.Q(models.Q(('reason', 'else'), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='something_else_has_words')],
            },
        ),
        migrations.CreateModel(
            name='Request',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requests', to='forum.forum')),
                ('code', models.CharField(max_length=40)),
                ('sender', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requests_sent', to='forum.delegate')),
                ('receiver', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='requests_received', to='forum.delegate')),
                ('receiver_organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests_received', to='directory.organisation')),
                ('sides', models.TextField(blank=True, editable=False)),
                ('state', models.CharField(choices=[('asked', 'asked'), ('accepted', 'accepted'), ('declined', 'declined'), ('withdrawn', 'withdrawn')], default='asked', max_length=10)),
                ('waits_for', models.CharField(choices=[('receiver', 'who is asked'), ('sender', 'the first of the two'), ('both', 'both sides')], default='receiver', max_length=8)),
                ('is_proposal', models.BooleanField(default=False)),
                ('priority', models.CharField(choices=[('must', 'must be held'), ('may', 'if it fits')], default='may', max_length=4)),
                ('message', models.TextField(blank=True, max_length=1000)),
                ('fixed_slot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='forum.slot')),
                ('length', models.PositiveSmallIntegerField(default=1)),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='forum.place')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, choices=[('field', 'Other field'), ('cooperation', 'Wrong kind of cooperation'), ('size', 'Too large or too small for us'), ('partners', 'Already our partners'), ('competitor', 'A competitor'), ('else', 'Something else')], max_length=12)),
                ('reason_words', models.CharField(blank=True, max_length=300)),
                ('after', models.ManyToManyField(blank=True, related_name='before', to='meetings.request')),
            ],
            options={
                'ordering': ['created_at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('forum', 'code'), name='request_code_once'), models.UniqueConstraint(models.F('forum'), django.db.models.functions.comparison.Least('sender', 'receiver'), django.db.models.functions.comparison.Greatest('sender', 'receiver'), condition=models.Q(('sides', ''), ('state__in', ['asked', 'accepted'])), name='one_live_request_a_pair'), models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'accepted']), models.Q(('sides', ''), _negated=True)), fields=('forum', 'sides'), name='one_live_request_of_the_same_sides'), models.CheckConstraint(condition=models.Q(('sender', models.F('receiver')), _negated=True), name='nobody_asks_themselves'), models.CheckConstraint(condition=models.Q(models.Q(('receiver__isnull', False), ('receiver_organisation__isnull', True)), models.Q(('receiver__isnull', True), ('receiver_organisation__isnull', False), models.Q(('sides', ''), _negated=True)), _connector='OR'), name='request_has_one_receiver'), models.CheckConstraint(condition=models.Q(('length__gte', 1)), name='request_has_length'), models.CheckConstraint(condition=models.Q(('is_proposal', True), ('waits_for', 'receiver'), _connector='OR'), name='who_asks_has_agreed'), models.CheckConstraint(condition=models.Q(('is_proposal', False), ('receiver__isnull', False), _connector='OR'), name='two_people_are_proposed'), models.CheckConstraint(condition=models.Q(('state', 'declined'), models.Q(('reason', ''), ('reason_words', '')), _connector='OR'), name='declined_alone_has_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('reason', 'else'), _negated=True), models.Q(('reason_words', ''), _negated=True), _connector='OR'), models.Q(models.Q(('reason', ''), _negated=True), ('reason_words', ''), _connector='OR')), name='reason_and_its_words')],
            },
        ),
        migrations.CreateModel(
            name='Block',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delegate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to='forum.delegate')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.organisation')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['-created_at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('delegate', 'organisation'), name='block_once')],
            },
        ),
        migrations.CreateModel(
            name='RequestSide',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='others', to='meetings.request')),
                ('delegate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum.delegate')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('delegate__isnull', False), ('organisation__isnull', False), _connector='XOR'), name='side_is_of_one_kind'), models.UniqueConstraint(fields=('request', 'delegate'), name='side_of_delegate_once'), models.UniqueConstraint(fields=('request', 'organisation'), name='side_of_organisation_once')],
            },
        ),
        migrations.CreateModel(
            name='Timetable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='timetables', to='forum.forum')),
                ('version', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('draft', 'draft'), ('published', 'published'), ('superseded', 'superseded')], default='draft', max_length=10)),
                ('status', models.CharField(max_length=10)),
                ('goals', models.JSONField(default=list)),
                ('figures', models.JSONField(default=dict)),
                ('seconds', models.FloatField(default=0)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-version'],
                'constraints': [models.UniqueConstraint(fields=('forum', 'version'), name='timetable_version_once'), models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('forum',), name='one_published_timetable_a_forum')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('timetable', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='meetings.timetable')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='meetings.request')),
                ('slot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='forum.slot')),
                ('last_slot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='forum.slot')),
                ('start', models.DateTimeField()),
                ('end', models.DateTimeField()),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='forum.place')),
                ('interpreter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='forum.interpreter')),
                ('state', models.CharField(choices=[('scheduled', 'to be held'), ('cancelled', 'called off')], default='scheduled', max_length=10)),
                ('sequence', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['start', 'place__code'],
                'constraints': [models.UniqueConstraint(fields=('timetable', 'request'), name='meeting_once'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('state', 'scheduled')), deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], expressions=[(saphan.record.forum.models.OneNumber('place'), '&&'), (saphan.record.forum.models.OneNumber('timetable'), '&&'), (saphan.record.forum.models.forums.TimeRange('start', 'end'), '&&')], name='place_used_once_a_slot'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('interpreter__isnull', False), ('state', 'scheduled')), deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], expressions=[(saphan.record.forum.models.OneNumber('interpreter'), '&&'), (saphan.record.forum.models.OneNumber('timetable'), '&&'), (saphan.record.forum.models.forums.TimeRange('start', 'end'), '&&')], name='interpreter_used_once_a_slot'), models.UniqueConstraint(fields=('id', 'timetable', 'start', 'end', 'state'), name='meeting_identity_with_time_and_state'), models.CheckConstraint(condition=models.Q(('end__gt', models.F('start'))), name='meeting_has_length'), models.CheckConstraint(condition=models.Q(('state__in', ['scheduled', 'cancelled'])), name='meeting_state_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('timetable', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='meetings.timetable')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='meetings.meeting')),
                ('delegate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='forum.delegate')),
                ('start', models.DateTimeField()),
                ('end', models.DateTimeField()),
                ('state', models.CharField(choices=[('scheduled', 'to be held'), ('cancelled', 'called off')], default='scheduled', editable=False, max_length=10)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('state', 'scheduled')), deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], expressions=[(saphan.record.forum.models.OneNumber('delegate'), '&&'), (saphan.record.forum.models.OneNumber('timetable'), '&&'), (saphan.record.forum.models.forums.TimeRange('start', 'end'), '&&')], name='nobody_in_two_places'), models.UniqueConstraint(fields=('meeting', 'delegate'), name='seat_once')],
            },
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='batches', to='forum.forum')),
                ('timetable', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='batches', to='meetings.timetable')),
                ('kind', models.CharField(choices=[('move', 'meeting moved'), ('swap', 'meetings swapped'), ('cancel', 'meeting cancelled'), ('restore', 'meeting restored'), ('online', 'meeting turned online'), ('replan', 'day replanned'), ('withdraw', 'meeting withdrawn by a side'), ('undo', 'changes undone')], max_length=10)),
                ('words', models.CharField(blank=True, max_length=300)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('undoes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='undone_by', to='meetings.batch')),
                ('told_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name_plural': 'batches',
                'ordering': ['-at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind', 'undo'), ('undoes__isnull', True), _connector='XOR'), name='undo_alone_undoes')],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='meetings.batch')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='meetings.meeting')),
                ('before', models.JSONField()),
                ('after', models.JSONField()),
                ('why', models.JSONField(blank=True, default=dict)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('batch', 'meeting'), name='changed_once_a_batch')],
            },
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feedback', to='forum.forum')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feedback', to='meetings.request')),
                ('delegate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feedback', to='forum.delegate')),
                ('came', models.CharField(choices=[('held', 'It was held'), ('they_did_not', 'They did not come'), ('we_did_not', 'We did not come')], max_length=12)),
                ('rating', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('words', models.CharField(blank=True, max_length=1000)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name_plural': 'feedback',
                'ordering': ['created_at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('request', 'delegate'), name='feedback_once'), models.CheckConstraint(condition=models.Q(('rating__isnull', True), models.Q(('came', 'held'), ('rating__gte', 1), ('rating__lte', 5)), _connector='OR'), name='rating_is_of_a_meeting_held')],
            },
        ),
        migrations.CreateModel(
            name='HeldMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='held_marks', to='forum.forum')),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='held_mark', to='meetings.request')),
                ('held', models.BooleanField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='forum.forum')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='meetings.request')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='directory.organisation')),
                ('next_step', models.CharField(choices=[('nothing', 'Nothing further'), ('documents', 'Exchange documents'), ('visit', 'Visit each other'), ('samples', 'Sample order'), ('talks', 'Contract talks'), ('mou', 'Memorandum of understanding'), ('contract', 'Contract'), ('else', 'Another step')], max_length=12)),
                ('deal', models.CharField(blank=True, choices=[('sale', 'Sale'), ('purchase', 'Purchase'), ('distribution', 'Distribution'), ('joint_venture', 'Joint venture'), ('investment', 'Investment'), ('licensing', 'Licence, technology'), ('outsourcing', 'Services'), ('research', 'Joint research'), ('training', 'Education and training'), ('pilot', 'Pilot project'), ('else', 'Another kind')], max_length=16)),
                ('value', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                ('currency', models.CharField(blank=True, max_length=3)),
                ('follow_up', models.DateField(blank=True, null=True)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='owned_outcomes', to='forum.delegate')),
                ('note', models.TextField(blank=True, max_length=1000)),
                ('state', models.CharField(choices=[('open', 'open'), ('done', 'done'), ('dropped', 'dropped')], default='open', max_length=8)),
                ('reminded_on', models.DateField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'ordering': ['created_at', 'id'],
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['follow_up'], name='outcome_follow_up_open')],
                'constraints': [models.UniqueConstraint(fields=('request', 'organisation'), name='outcome_once_a_side'), models.CheckConstraint(condition=models.Q(models.Q(('currency', ''), ('value__isnull', True)), models.Q(('currency__regex', '^[A-Z]{3}$'), ('value__gte', 0), ('value__isnull', False)), _connector='OR'), name='value_has_a_currency'), models.CheckConstraint(condition=models.Q(models.Q(('next_step', 'nothing'), _negated=True), ('state', 'done'), _connector='OR'), name='nothing_further_is_done')],
            },
        ),
        migrations.CreateModel(
            name='OutcomeChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='history', to='meetings.outcome')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('fields', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='TellingReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delegate', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='telling_reminder', to='forum.delegate')),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name='Delay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='delays', to='forum.forum')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='delays', to='meetings.request')),
                ('delegate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='delays', to='forum.delegate')),
                ('interpreter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='delays', to='forum.interpreter')),
                ('start', models.DateTimeField()),
                ('minutes', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'ordering': ['at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('delegate__isnull', False), ('interpreter__isnull', False), _connector='XOR'), name='delay_is_of_one_person'), models.UniqueConstraint(fields=('request', 'delegate', 'interpreter'), name='delay_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('minutes__in', [5, 10, 15])), name='delay_in_steps')],
            },
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feeds', to='forum.forum')),
                ('delegate', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feed', to='forum.delegate')),
                ('interpreter', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feed', to='forum.interpreter')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feeds', to=settings.AUTH_USER_MODEL)),
                ('token', models.CharField(max_length=60, unique=True)),
                ('made_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'ordering': ['-made_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('delegate__isnull', False), ('interpreter__isnull', False), _connector='XOR'), name='feed_is_of_one_person')],
            },
        ),
        migrations.CreateModel(
            name='SchedulingRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='runs', to='forum.forum')),
                ('state', models.CharField(choices=[('queued', 'queued'), ('running', 'running'), ('done', 'done'), ('infeasible', 'infeasible'), ('cancelled', 'cancelled'), ('failed', 'failed')], default='queued', max_length=10)),
                ('cancel_requested', models.BooleanField(default=False)),
                ('time_limit', models.FloatField(default=20)),
                ('progress', models.JSONField(default=list)),
                ('reasons', models.JSONField(default=list)),
                ('timetable', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='runs', to='meetings.timetable')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-created_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['queued', 'running'])), fields=('forum',), name='one_active_run_a_forum')],
            },
        ),
        migrations.CreateModel(
            name='MatchingRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matching_runs', to='forum.forum')),
                ('state', models.CharField(choices=[('queued', 'queued'), ('running', 'running'), ('done', 'done'), ('failed', 'failed')], default='queued', max_length=10)),
                ('progress', models.JSONField(default=dict)),
                ('matches', models.PositiveIntegerField(default=0)),
                ('model', models.JSONField(default=dict)),
                ('decisions', models.PositiveIntegerField(default=0)),
                ('answers', models.PositiveIntegerField(default=0)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-created_at', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['queued', 'running'])), fields=('forum',), name='one_active_matching_a_forum')],
            },
        ),
        migrations.CreateModel(
            name='Replanning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replannings', to='forum.forum')),
                ('timetable', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replannings', to='meetings.timetable')),
                ('state', models.CharField(choices=[('queued', 'waiting'), ('running', 'being worked out'), ('proposed', 'proposed'), ('applied', 'applied'), ('dropped', 'dropped'), ('failed', 'failed')], default='queued', max_length=10)),
                ('proposal', models.JSONField(blank=True, default=dict)),
                ('batch', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='replanning', to='meetings.batch')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-created_at', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['queued', 'running', 'proposed', 'failed'])), fields=('forum',), name='one_open_replanning_a_forum'), models.CheckConstraint(condition=models.Q(('state', 'applied'), ('batch__isnull', True), _connector='XOR'), name='applied_is_a_batch')],
            },
        ),
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('replanning', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='incidents', to='meetings.replanning')),
                ('kind', models.CharField(choices=[('absent', 'Somebody does not come'), ('late', 'Somebody comes late'), ('place', 'A table or room is lost'), ('online', 'Somebody can only be online')], max_length=8)),
                ('delegate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum.delegate')),
                ('interpreter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum.interpreter')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum.place')),
                ('start', models.DateTimeField()),
                ('until', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'place'), ('place__isnull', False), ('delegate__isnull', True), ('interpreter__isnull', True)), models.Q(('kind__in', ['absent', 'late']), ('place__isnull', True), models.Q(('delegate__isnull', False), ('interpreter__isnull', False), _connector='XOR')), models.Q(('delegate__isnull', False), ('kind', 'online'), ('until__isnull', True), ('interpreter__isnull', True), ('place__isnull', True)), _connector='OR'), name='incident_is_of_one'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('start')), _connector='OR'), name='incident_has_length'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'late'), _negated=True), ('until__isnull', False), _connector='OR'), name='late_comes_at_last')],
            },
        ),
        migrations.RunSQL(KEYS, NO_KEYS),
    ]
