from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('factcheck', '0003_reports_of_a_wording'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='mention',
            index=models.Index(fields=['day'], name='mentions_of_a_week'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['desk', 'at'], name='reports_of_a_week'),
        ),
    ]
