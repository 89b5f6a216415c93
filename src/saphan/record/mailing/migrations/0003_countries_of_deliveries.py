from django.db import migrations, models

# What was sent before the log kept countries: that of the organisation with which the receiver
# takes part.
KNOWN = """
    UPDATE mailing_delivery SET country = directory_organisation.country
    FROM mailing_letter, forum_delegate, directory_organisation
    WHERE mailing_letter.id = mailing_delivery.letter_id
      AND forum_delegate.forum_id = mailing_letter.forum_id
      AND forum_delegate.person_id = mailing_delivery.person_id
      AND directory_organisation.id = forum_delegate.organisation_id
"""


class Migration(migrations.Migration):
    dependencies = [("mailing", "0001_squashed_0002_needed_letters")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="country",
            field=models.CharField(blank=True, max_length=2),
        ),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
