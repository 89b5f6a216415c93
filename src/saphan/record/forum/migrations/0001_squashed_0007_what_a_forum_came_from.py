import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import saphan.record.forum.links
import saphan.record.forum.models
import saphan.record.forum.models.door
import saphan.record.forum.models.forums
import saphan.record.forum.models.registrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('forum', '0001_initial'),
        ('forum', '0002_forums_as_they_are'),
        ('forum', '0003_roles_and_rules'),
        ('forum', '0004_at_the_door'),
        ('forum', '0005_registrations'),
        ('forum', '0006_places_have_addresses'),
        ('forum', '0007_what_a_forum_came_from'),
    ]

    initial = True

    dependencies = [
        ('directory', '0001_squashed_0007_consent_to_letters'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Forum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('name', models.JSONField(default=dict)),
                ('summary', models.JSONField(default=dict)),
                ('timezone', models.CharField(max_length=64)),
                ('zones', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), default=list, size=None)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), default=list, size=None)),
                ('countries', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), default=list, size=None)),
                ('sample', models.BooleanField(default=False)),
                ('max_meetings', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('fairness', models.PositiveSmallIntegerField(blank=True, default=2, null=True)),
                ('cross_border', models.BooleanField(default=True)),
                ('min_meetings', models.PositiveSmallIntegerField(default=0)),
                ('max_breaks', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('is_open', models.BooleanField(default=True)),
                ('registration_closes', models.DateTimeField(blank=True, null=True)),
                ('requests_close', models.DateTimeField(blank=True, null=True)),
                ('answers_close', models.DateTimeField(blank=True, null=True)),
                ('profiles_close', models.DateTimeField(blank=True, null=True)),
                ('asking', models.CharField(choices=[('participants', 'participants ask and answer'), ('organisers', 'organisers propose, participants answer')], default='participants', max_length=12)),
                ('may_ask', models.JSONField(blank=True, default=dict)),
                ('join_template', models.CharField(blank=True, max_length=300, validators=[saphan.record.forum.links.check_template])),
                ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None)),
                ('suggested', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), blank=True, default=list, size=None)),
                ('from_release', models.BigIntegerField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='ForumRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='forum.forum')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='forum_roles', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(choices=[('organiser', 'organiser'), ('co_organiser', 'co-organiser of one country'), ('desk_officer', 'desk officer'), ('door_staff', 'door staff')], max_length=20)),
                ('country', models.CharField(blank=True, max_length=2, validators=[django.core.validators.RegexValidator('^[A-Z]{2}$', 'ISO 3166 alpha-2, such as TH')])),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('forum', 'user', 'role'), name='forum_role_once'), models.CheckConstraint(condition=models.Q(('role', 'co_organiser'), ('country', ''), _connector='XOR'), name='co_organiser_alone_has_a_country')],
            },
        ),
        migrations.CreateModel(
            name='Day',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='days', to='forum.forum')),
                ('date', models.DateField()),
                ('mode', models.CharField(choices=[('face_to_face', 'face to face'), ('online', 'online'), ('both', 'face to face and online')], max_length=20)),
                ('city', models.CharField(blank=True, max_length=120)),
                ('sessions', models.JSONField(default=list)),
            ],
            options={
                'ordering': ['date'],
                'constraints': [models.UniqueConstraint(fields=('forum', 'date'), name='forum_day_once')],
            },
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='forum.forum')),
                ('day', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='forum.day')),
                ('code', models.CharField(max_length=20)),
                ('session', models.CharField(max_length=60)),
                ('start', models.DateTimeField()),
                ('end', models.DateTimeField()),
            ],
            options={
                'ordering': ['start'],
                'constraints': [models.UniqueConstraint(fields=('forum', 'code'), name='forum_slot_once'), models.CheckConstraint(condition=models.Q(('end__gt', models.F('start'))), name='slot_has_length'), models.UniqueConstraint(fields=('id', 'start'), name='slot_identity_with_start'), models.UniqueConstraint(fields=('id', 'end'), name='slot_identity_with_end'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(saphan.record.forum.models.OneNumber('forum'), '&&'), (saphan.record.forum.models.forums.TimeRange('start', 'end'), '&&')], name='slots_of_a_forum_do_not_overlap')],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='forum.forum')),
                ('code', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=120)),
                ('mode', models.CharField(choices=[('face_to_face', 'face to face'), ('online', 'online')], max_length=20)),
                ('hall', models.CharField(blank=True, max_length=120)),
                ('address', models.CharField(blank=True, max_length=300, validators=[saphan.record.forum.links.check_address])),
                ('kept_by', models.ManyToManyField(blank=True, related_name='kept_places', to='directory.organisation')),
            ],
            options={
                'ordering': ['mode', 'code'],
                'constraints': [models.UniqueConstraint(fields=('forum', 'code'), name='forum_place_once')],
            },
        ),
        migrations.CreateModel(
            name='Travel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='travel', to='forum.forum')),
                ('one', models.CharField(max_length=120)),
                ('other', models.CharField(max_length=120)),
                ('minutes', models.PositiveSmallIntegerField()),
            ],
            options={
                'verbose_name_plural': 'travel',
                'ordering': ['one', 'other'],
                'constraints': [models.UniqueConstraint(models.F('forum'), django.db.models.functions.comparison.Least('one', 'other'), django.db.models.functions.comparison.Greatest('one', 'other'), name='way_between_halls_once'), models.CheckConstraint(condition=models.Q(('one', models.F('other')), _negated=True), name='way_leads_elsewhere')],
            },
        ),
        migrations.CreateModel(
            name='Delegate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='delegates', to='forum.forum')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='directory.person')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegates', to='directory.organisation')),
                ('code', models.CharField(max_length=40)),
                ('modes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('face_to_face', 'face to face'), ('online', 'online')], max_length=20), size=None)),
                ('max_meetings', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('min_meetings', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('max_breaks', models.PositiveSmallIntegerField(blank=True, null=True)),
            ],
            options={
                'ordering': ['code'],
                'constraints': [models.UniqueConstraint(fields=('forum', 'code'), name='forum_delegate_code_once'), models.UniqueConstraint(fields=('forum', 'person'), name='forum_delegate_once')],
            },
        ),
        migrations.CreateModel(
            name='Interpreter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interpreters', to='forum.forum')),
                ('code', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=200)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), size=None)),
                ('modes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('face_to_face', 'face to face'), ('online', 'online')], max_length=20), size=None)),
                ('zone', models.CharField(max_length=64)),
                ('max_run', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('max_meetings', models.PositiveSmallIntegerField(blank=True, null=True)),
            ],
            options={
                'ordering': ['code'],
                'constraints': [models.UniqueConstraint(fields=('forum', 'code'), name='forum_interpreter_once')],
            },
        ),
        migrations.CreateModel(
            name='Availability',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='availability', to='forum.forum')),
                ('delegate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='availability', to='forum.delegate')),
                ('interpreter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='availability', to='forum.interpreter')),
                ('status', models.CharField(choices=[('available', 'available'), ('away', 'away')], max_length=10)),
                ('start', models.DateTimeField()),
                ('end', models.DateTimeField()),
            ],
            options={
                'ordering': ['start'],
                'constraints': [models.CheckConstraint(condition=models.Q(('delegate__isnull', False), ('interpreter__isnull', False), _connector='XOR'), name='availability_is_of_one_person'), models.CheckConstraint(condition=models.Q(('end__gt', models.F('start'))), name='availability_has_length')],
            },
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agenda', to='forum.forum')),
                ('code', models.CharField(max_length=40)),
                ('kind', models.CharField(choices=[('opening', 'opening'), ('talk', 'talk'), ('panel', 'panel'), ('signing', 'signing'), ('lunch', 'lunch'), ('break', 'break'), ('visit', 'visit'), ('closing', 'closing')], max_length=10)),
                ('titles', models.JSONField(default=dict)),
                ('start', models.DateTimeField()),
                ('end', models.DateTimeField()),
                ('place', models.CharField(blank=True, max_length=120)),
                ('for_all', models.BooleanField(default=False)),
                ('attendees', models.ManyToManyField(blank=True, related_name='agenda', to='forum.delegate')),
            ],
            options={
                'ordering': ['start', 'code'],
                'constraints': [models.UniqueConstraint(fields=('forum', 'code'), name='forum_agenda_once'), models.CheckConstraint(condition=models.Q(('end__gt', models.F('start'))), name='agenda_has_length')],
            },
        ),
        migrations.CreateModel(
            name='Badge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='badges', to='forum.forum')),
                ('delegate', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='badge', to='forum.delegate')),
                ('interpreter', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='badge', to='forum.interpreter')),
                ('name', models.CharField(blank=True, max_length=200)),
                ('organisation', models.CharField(blank=True, max_length=200)),
                ('country', models.CharField(blank=True, max_length=2, validators=[django.core.validators.RegexValidator('^[A-Z]{2}$', 'ISO 3166 alpha-2, such as TH')])),
                ('token', models.CharField(default=saphan.record.forum.models.door.new_code, max_length=16, unique=True)),
                ('replaced', models.JSONField(blank=True, default=dict)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('printed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('delegate__isnull', False), ('interpreter__isnull', True), ('name', '')), models.Q(('delegate__isnull', True), ('interpreter__isnull', False), ('name', '')), models.Q(('delegate__isnull', True), ('interpreter__isnull', True), models.Q(('name', ''), _negated=True)), _connector='OR'), name='badge_is_of_one_person')],
            },
        ),
        migrations.CreateModel(
            name='CheckIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='check_ins', to='forum.forum')),
                ('badge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='check_ins', to='forum.badge')),
                ('scan', models.UUIDField()),
                ('scanned_at', models.DateTimeField()),
                ('received_at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('door', models.CharField(blank=True, max_length=60)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['scanned_at', 'id'],
                'indexes': [models.Index(fields=['forum', 'scanned_at'], name='check_in_of_a_day')],
                'constraints': [models.UniqueConstraint(fields=('forum', 'scan'), name='scan_once')],
            },
        ),
        migrations.CreateModel(
            name='Screen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='screens', to='forum.forum')),
                ('key', models.CharField(default=saphan.record.forum.models.door.new_screen_key, max_length=40, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('places', models.ManyToManyField(related_name='screens', to='forum.place')),
            ],
            options={
                'ordering': ['name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='JoinLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='join_links', to='forum.forum')),
                ('token', models.CharField(default=saphan.record.forum.models.registrations.new_token, max_length=64, unique=True)),
                ('label', models.CharField(max_length=120)),
                ('country', models.CharField(blank=True, max_length=2, validators=[django.core.validators.RegexValidator('^[A-Z]{2}$', 'ISO 3166 alpha-2, such as TH')])),
                ('kind', models.CharField(blank=True, choices=[('company', 'company'), ('agency', 'agency'), ('university', 'university'), ('association', 'association')], max_length=20)),
                ('limit', models.PositiveIntegerField(blank=True, null=True)),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('trusted', models.BooleanField(default=False)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['-created_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='registrations', to='forum.forum')),
                ('email', models.EmailField(max_length=254)),
                ('state', models.CharField(choices=[('invited', 'invited'), ('waiting', 'waiting for approval'), ('approved', 'takes part'), ('declined', 'declined'), ('withdrawn', 'withdrawn')], default='invited', max_length=10)),
                ('language', models.CharField(max_length=8)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('name_latin', models.CharField(blank=True, max_length=200)),
                ('title', models.CharField(blank=True, max_length=200)),
                ('country', models.CharField(blank=True, max_length=2, validators=[django.core.validators.RegexValidator('^[A-Z]{2}$', 'ISO 3166 alpha-2, such as TH')])),
                ('kind', models.CharField(blank=True, choices=[('company', 'company'), ('agency', 'agency'), ('university', 'university'), ('association', 'association')], max_length=20)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='registrations', to='directory.organisation')),
                ('new_organisation', models.JSONField(blank=True, default=dict)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), blank=True, default=list, size=None)),
                ('modes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('face_to_face', 'face to face'), ('online', 'online')], max_length=20), blank=True, default=list, size=None)),
                ('zone', models.CharField(blank=True, max_length=64)),
                ('link', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='registrations', to='forum.joinlink')),
                ('delegate', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='registration', to='forum.delegate')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('words', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'ordering': ['-created_at', '-id'],
                'indexes': [models.Index(fields=['forum', 'state'], name='registrations_of_a_state')],
                'constraints': [models.UniqueConstraint(models.F('forum'), django.db.models.functions.text.Lower('email'), name='registration_once_an_address'), models.CheckConstraint(condition=models.Q(('answered_at', None), models.Q(('name', ''), _negated=True), _connector='OR'), name='who_registered_has_a_name'), models.CheckConstraint(condition=models.Q(('delegate', None), ('state', 'approved'), _connector='OR'), name='only_who_is_approved_is_one')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='forum.registration')),
                ('token', models.CharField(default=saphan.record.forum.models.registrations.new_token, max_length=64, unique=True)),
                ('trusted', models.BooleanField(default=False)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('reminders', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['-created_at', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('used_at', None)), fields=('registration',), name='one_open_invitation_a_registration')],
            },
        ),
    ]
