import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import pgvector.django.halfvec
import pgvector.django.indexes
from django.conf import settings
from django.db import migrations, models

# Who changes a release need not know by what it is found. Where the names change that it is found
# by, the entry is made again by the next run of the index; until then its words are the old ones.
FOLLOW = """
CREATE FUNCTION register_entry_follows() RETURNS trigger AS $$
BEGIN
    IF NEW.twin_of_id IS NOT NULL THEN
        DELETE FROM register_releaseentry WHERE release_id = NEW.id;
    ELSE
        UPDATE register_releaseentry SET
            published = NEW.published,
            year = extract(year FROM NEW.published),
            language = NEW.language,
            kind = NEW.event_kind,
            countries = NEW.countries,
            topics = NEW.topics,
            agencies = NEW.agencies,
            model = CASE
                WHEN (NEW.title, NEW.text, NEW.countries, NEW.agencies)
                    IS DISTINCT FROM (OLD.title, OLD.text, OLD.countries, OLD.agencies)
                THEN '' ELSE model
            END
        WHERE release_id = NEW.id;
    END IF;
    RETURN NULL;
END
$$ LANGUAGE plpgsql;
CREATE TRIGGER register_entry_follows AFTER UPDATE OF
    title, text, published, language, event_kind, countries, topics, agencies, twin_of_id
ON register_release FOR EACH ROW EXECUTE FUNCTION register_entry_follows();
-- Words, places and vectors are read of few rows, what is filtered and counted by of all.
ALTER TABLE register_releaseentry SET (toast_tuple_target = 512);
"""
NO_FOLLOW = """
DROP TRIGGER register_entry_follows ON register_release;
DROP FUNCTION register_entry_follows();
"""


class Migration(migrations.Migration):

    replaces = [
        ('register', '0001_initial'),
        ('register', '0002_facts'),
        ('register', '0003_search'),
    ]

    initial = True

    dependencies = [
        ('directory', '0001_squashed_0007_consent_to_letters'),  # the extension of vectors
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReleaseWord',
            fields=[
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('word', models.TextField(db_collation='C', unique=True)),
                ('key', models.TextField(blank=True, db_collation='C')),
                ('near', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), blank=True, default=list, size=None)),
                ('documents', models.IntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['key'], name='release_word_key'), django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['near'], name='release_word_near')],
            },
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('sketch', models.BinaryField(default=bytes)),
                ('bands', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                ('twin_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='twins', to='register.release')),
                ('source_url', models.URLField(blank=True, max_length=2000)),
                ('title', models.CharField(max_length=600)),
                ('published', models.DateField(db_index=True)),
                ('language', models.CharField(max_length=8)),
                ('publisher', models.CharField(blank=True, max_length=2)),
                ('text', models.TextField()),
                ('sample', models.BooleanField(default=False)),
                ('countries', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2, validators=[django.core.validators.RegexValidator('^[A-Z]{2}$', 'ISO 3166 alpha-2, such as TH')]), default=list, size=None)),
                ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), blank=True, default=list, size=None)),
                ('agencies', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                ('event_kind', models.CharField(blank=True, choices=[('courtesy_call', 'courtesy call'), ('bilateral_meeting', 'bilateral meeting'), ('multilateral_meeting', 'multilateral meeting'), ('signing', 'signing'), ('forum', 'forum'), ('visit', 'visit'), ('online_meeting', 'online meeting'), ('training', 'training'), ('announcement', 'announcement'), ('other', 'other')], max_length=24)),
                ('event_date', models.DateField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['-published', '-id'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['countries'], name='release_countries'), django.contrib.postgres.indexes.GinIndex(fields=['topics'], name='release_topics'), django.contrib.postgres.indexes.GinIndex(fields=['agencies'], name='release_agencies'), django.contrib.postgres.indexes.GinIndex(fields=['bands'], name='release_bands')],
            },
        ),
        migrations.CreateModel(
            name='ReleaseEntry',
            fields=[
                ('release', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='entry', serialize=False, to='register.release')),
                ('published', models.DateField()),
                ('year', models.SmallIntegerField()),
                ('language', models.CharField(max_length=8)),
                ('kind', models.CharField(blank=True, max_length=24)),
                ('countries', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), default=list, size=None)),
                ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), default=list, size=None)),
                ('agencies', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('terms', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None)),
                ('title', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None)),
                ('places', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None)),
                ('model', models.CharField(max_length=300)),
                ('vector', pgvector.django.halfvec.HalfVectorField(dimensions=512)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['terms'], name='release_entry_terms'), pgvector.django.indexes.HnswIndex(ef_construction=64, fields=['vector'], m=16, name='release_entry_vector', opclasses=['halfvec_cosine_ops'])],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='register.release')),
                ('name', models.CharField(max_length=500)),
                ('raw', models.CharField(db_index=True, max_length=64)),
                ('problems', models.JSONField(blank=True, default=list)),
                ('first_seen', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('raw', 'name'), name='source_once')],
            },
        ),
        migrations.CreateModel(
            name='Agency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, unique=True)),
                ('country', models.CharField(blank=True, db_index=True, max_length=2)),
                ('name', models.CharField(max_length=300)),
                ('names', models.JSONField(blank=True, default=dict)),
            ],
            options={
                'verbose_name_plural': 'agencies',
                'ordering': ['country', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Fact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facts', to='register.release')),
                ('kind', models.CharField(choices=[('country', 'country'), ('organisation', 'organisation'), ('person', 'person'), ('topic', 'topic'), ('promise', 'promise'), ('event', 'event'), ('agreement', 'agreement'), ('event_date', 'day of the event'), ('event_kind', 'kind of event')], max_length=12)),
                ('key', models.CharField(max_length=200)),
                ('value', models.JSONField()),
                ('found', models.JSONField(blank=True, null=True)),
                ('found_key', models.CharField(max_length=200)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='facts', to='register.agency')),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('confidence', models.FloatField(default=1)),
                ('rule', models.CharField(max_length=60)),
                ('state', models.CharField(choices=[('found', 'found'), ('confirmed', 'confirmed'), ('corrected', 'corrected'), ('rejected', 'rejected')], default='found', max_length=10)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['start', 'end', 'id'],
                'indexes': [models.Index(fields=['release', 'kind'], name='fact_of_a_release'), models.Index(fields=['kind', 'key'], name='fact_by_key')],
                'constraints': [models.CheckConstraint(condition=models.Q(('end__gte', models.F('start'))), name='fact_ends_after_its_start')],
            },
        ),
        migrations.CreateModel(
            name='FactChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='register.fact')),
                ('verb', models.CharField(choices=[('confirm', 'confirmed'), ('correct', 'corrected'), ('reject', 'rejected'), ('undo', 'taken back')], max_length=8)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('before', models.JSONField()),
                ('after', models.JSONField()),
                ('undone', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='RegisterRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='register_role', to=settings.AUTH_USER_MODEL)),
                ('since', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['since', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Intake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('started_at', models.DateTimeField(auto_now_add=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('new', models.PositiveIntegerField(default=0)),
                ('known', models.PositiveIntegerField(default=0)),
                ('twins', models.PositiveIntegerField(default=0)),
                ('failed', models.PositiveIntegerField(default=0)),
                ('problems', models.JSONField(blank=True, default=list)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.RunSQL(FOLLOW, NO_FOLLOW),
    ]
