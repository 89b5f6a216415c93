from django.db import migrations, models

DAYS = """
UPDATE factcheck_claim SET checked = COALESCE(
    (SELECT min(day) FROM factcheck_mention
     WHERE claim_id = factcheck_claim.id AND verdict = factcheck_claim.verdict
       AND factcheck_claim.published_number = 1 AND factcheck_claim.published_by_id IS NULL),
    (published_at AT TIME ZONE 'UTC')::date)
WHERE published_at IS NOT NULL
"""


class Migration(migrations.Migration):

    dependencies = [
        ('factcheck', '0006_latest_feeds_of_partners'),
    ]

    operations = [
        migrations.AddField(
            model_name='claim',
            name='checked',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['state', '-checked', '-published_at'], name='claims_checked_last'),
        ),
        migrations.RunSQL(DAYS, migrations.RunSQL.noop, elidable=True),
    ]
