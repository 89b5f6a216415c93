import saphan.record.factcheck.models.claims
import saphan.record.factcheck.models.storage
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('factcheck', '0008_tallies_of_weeks'),
    ]

    operations = [
        migrations.AddField(
            model_name='evidence',
            name='copy',
            field=models.FileField(blank=True, max_length=80, storage=saphan.record.factcheck.models.storage.copies, upload_to=saphan.record.factcheck.models.claims.copy_name),
        ),
    ]
