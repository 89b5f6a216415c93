import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import saphan.record.factcheck.models.claims
import saphan.record.factcheck.models.reports
import saphan.record.factcheck.models.work
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('factcheck', '0001_initial'),
        ('factcheck', '0002_desk_work'),
        ('factcheck', '0003_reports_of_a_wording'),
        ('factcheck', '0004_counts_by_week'),
        ('factcheck', '0005_proposals_of_partners'),
    ]

    initial = True

    dependencies = [
        ('directory', '0001_squashed_0007_consent_to_letters'),
        ('register', '0001_squashed_0003_search'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Desk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', models.CharField(max_length=2, unique=True, validators=[django.core.validators.RegexValidator('^[A-Z]{2}$', 'ISO 3166 alpha-2, such as TH')])),
                ('signing_key', models.CharField(blank=True, max_length=60)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['country'],
            },
        ),
        migrations.CreateModel(
            name='DeskRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='factcheck.desk')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='desk_roles', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(choices=[('checker', 'checker'), ('editor', 'editor'), ('lead', 'lead')], max_length=10)),
                ('since', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['desk', 'user'],
                'constraints': [models.UniqueConstraint(fields=('desk', 'user'), name='one_role_at_a_desk')],
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='factcheck.desk')),
                ('key', models.CharField(default=saphan.record.factcheck.models.claims.new_key, max_length=40, unique=True)),
                ('digest', models.CharField(db_index=True, max_length=64)),
                ('language', models.CharField(max_length=8)),
                ('text', models.TextField()),
                ('texts', models.JSONField(blank=True, default=dict)),
                ('wordings', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), blank=True, default=list, size=None)),
                ('verdict', models.CharField(blank=True, choices=[('true', 'true'), ('misleading', 'misleading'), ('false', 'false'), ('unproven', 'unproven'), ('satire', 'satire')], max_length=10)),
                ('explanations', models.JSONField(blank=True, default=dict)),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.organisation')),
                ('state', models.CharField(choices=[('partner', 'from a partner'), ('draft', 'draft'), ('in_review', 'in review'), ('published', 'published'), ('withdrawn', 'withdrawn')], default='draft', max_length=10)),
                ('harm', models.PositiveSmallIntegerField(choices=[(0, 'no harm known'), (1, 'little harm'), (2, 'much harm'), (3, 'danger to life or peace')], default=0)),
                ('deadline', models.DateTimeField(blank=True, null=True)),
                ('assigned_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first', models.DateField(blank=True, null=True)),
                ('last', models.DateField(blank=True, null=True)),
                ('number', models.PositiveIntegerField(default=0)),
                ('published_number', models.PositiveIntegerField(blank=True, null=True)),
                ('shared_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(auto_now=True, db_index=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-changed_at', '-id'],
                'indexes': [models.Index(fields=['desk', 'state'], name='claims_of_a_desk')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('verdict', ''), _negated=True), _connector='OR'), name='published_claim_has_a_verdict'), models.CheckConstraint(condition=models.Q(('harm__lte', 3)), name='harm_of_a_claim_is_0_to_3')],
            },
        ),
        migrations.CreateModel(
            name='ClaimVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='factcheck.claim')),
                ('number', models.PositiveIntegerField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('data', models.JSONField()),
                ('published', models.BooleanField(default=False)),
                ('undoes', models.PositiveIntegerField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('claim', 'number'), name='version_of_a_claim_once')],
            },
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='factcheck.claim')),
                ('place', models.CharField(max_length=64, unique=True)),
                ('day', models.DateField()),
                ('rank', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('verdict', models.CharField(blank=True, choices=[('true', 'true'), ('misleading', 'misleading'), ('false', 'false'), ('unproven', 'unproven'), ('satire', 'satire')], max_length=10)),
                ('release', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='register.release')),
                ('name', models.CharField(max_length=300)),
                ('source_url', models.CharField(blank=True, max_length=1000)),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('text', models.TextField()),
            ],
            options={
                'ordering': ['-day', 'rank', 'id'],
                'indexes': [models.Index(fields=['day'], name='mentions_of_a_week')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='factcheck.claim')),
                ('title', models.CharField(max_length=300)),
                ('source_url', models.CharField(blank=True, max_length=1000)),
                ('archived', models.TextField(blank=True)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'evidence',
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('claim', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='proposal', to='factcheck.claim')),
                ('desk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='factcheck.desk')),
                ('country', models.CharField(max_length=2, validators=[django.core.validators.RegexValidator('^[A-Z]{2}$', 'ISO 3166 alpha-2, such as TH')])),
                ('key', models.CharField(max_length=40)),
                ('version', models.PositiveIntegerField()),
                ('data', models.JSONField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(blank=True, null=True)),
                ('gone_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('desk', 'country', 'key'), name='proposal_taken_in_once')],
            },
        ),
        migrations.CreateModel(
            name='Submitter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='submitters', to='factcheck.desk')),
                ('channel', models.CharField(max_length=10)),
                ('handle', models.CharField(max_length=254)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('language', models.CharField(blank=True, max_length=8)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['created_at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('desk', 'channel', 'handle'), name='submitter_once')],
            },
        ),
        migrations.CreateModel(
            name='Cluster',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clusters', to='factcheck.desk')),
                ('text', models.TextField(blank=True)),
                ('digest', models.CharField(max_length=64)),
                ('language', models.CharField(blank=True, max_length=8)),
                ('size', models.PositiveIntegerField(default=0)),
                ('claim', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='clusters', to='factcheck.claim')),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('alarmed_at', models.DateTimeField(blank=True, null=True)),
                ('compared_at', models.DateTimeField(blank=True, null=True)),
                ('set_aside_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-last_at', '-id'],
                'indexes': [models.Index(fields=['desk', '-last_at'], name='clusters_of_a_desk')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'digest'), name='cluster_of_a_wording_once')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='factcheck.desk')),
                ('token', models.CharField(default=saphan.record.factcheck.models.reports.new_token, max_length=40, unique=True)),
                ('channel', models.CharField(choices=[('form', 'form'), ('api', 'program'), ('email', 'e-mail'), ('file', 'file'), ('line', 'LINE'), ('telegram', 'Telegram')], max_length=10)),
                ('external', models.CharField(blank=True, max_length=254)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('text', models.TextField(blank=True)),
                ('link', models.CharField(blank=True, max_length=2000)),
                ('picture', models.FileField(blank=True, max_length=80, storage=saphan.record.factcheck.models.reports.pictures, upload_to=saphan.record.factcheck.models.reports.picture_name)),
                ('language', models.CharField(blank=True, max_length=8)),
                ('digest', models.CharField(max_length=64)),
                ('times', models.PositiveIntegerField(default=1)),
                ('submitter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to='factcheck.submitter')),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='factcheck.cluster')),
                ('answer', models.CharField(choices=[('checked', 'already checked'), ('similar', 'looks like one checked'), ('new', 'new')], max_length=8)),
                ('claim', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to='factcheck.claim')),
                ('probability', models.FloatField(blank=True, null=True)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['cluster', 'at'], name='reports_of_a_cluster'), models.Index(fields=['submitter', 'digest'], name='reports_of_a_submitter'), models.Index(fields=['desk', 'digest'], name='reports_of_a_wording'), models.Index(fields=['desk', 'at'], name='reports_of_a_week')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('external', ''), _negated=True), fields=('desk', 'channel', 'external'), name='report_of_a_channel_once'), models.CheckConstraint(condition=models.Q(('link', ''), ('text', ''), _negated=True), name='report_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='factcheck.claim')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('text', models.TextField()),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Conflict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conflicts', to='factcheck.claim')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('text', models.CharField(max_length=500)),
            ],
            options={
                'ordering': ['at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('claim', 'user'), name='conflict_of_a_person_once')],
            },
        ),
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hand_overs', to='factcheck.claim')),
                ('agency', models.CharField(max_length=300)),
                ('email', models.EmailField(max_length=254)),
                ('language', models.CharField(max_length=8)),
                ('question', models.TextField()),
                ('token', models.CharField(default=saphan.record.factcheck.models.work.reply_token, max_length=40, unique=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('expires_at', models.DateTimeField()),
                ('reply', models.TextField(blank=True)),
                ('replied_by', models.CharField(blank=True, max_length=200)),
                ('replied_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
    ]
