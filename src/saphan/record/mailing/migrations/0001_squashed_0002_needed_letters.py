import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('mailing', '0001_initial'),
        ('mailing', '0002_needed_letters'),
    ]

    initial = True

    dependencies = [
        ('directory', '0001_squashed_0007_consent_to_letters'),
        ('forum', '0001_squashed_0007_what_a_forum_came_from'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='forum.forum')),
                ('group', models.CharField(choices=[('all', 'all delegates'), ('to_answer', 'delegates with requests to answer'), ('nothing_asked', 'delegates without any request'), ('no_meeting', 'delegates without an agreed meeting'), ('timetable', 'delegates with meetings in the published timetable'), ('interpreters', 'interpreters')], default='all', max_length=16)),
                ('countries', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), blank=True, default=list, size=None)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('company', 'company'), ('agency', 'agency'), ('university', 'university'), ('association', 'association')], max_length=20), blank=True, default=list, size=None)),
                ('needed', models.BooleanField(default=False)),
                ('subjects', models.JSONField(default=dict)),
                ('bodies', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('scheduled', 'scheduled'), ('sending', 'being sent'), ('sent', 'sent')], default='draft', max_length=10)),
                ('send_at', models.DateTimeField(blank=True, null=True)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-created_at', '-id'],
                'indexes': [models.Index(condition=models.Q(('state', 'scheduled')), fields=['send_at'], name='letter_due')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='mailing.letter')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='deliveries', to='directory.person')),
                ('name', models.CharField(max_length=200)),
                ('email', models.EmailField(max_length=254)),
                ('language', models.CharField(max_length=8)),
                ('values', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('sending', 'being sent'), ('sent', 'sent'), ('failed', 'failed')], default='waiting', max_length=10)),
                ('error', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name_plural': 'deliveries',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('letter', 'email'), name='one_letter_an_address')],
            },
        ),
    ]
