import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('factcheck', '0007_days_checked'),
    ]

    operations = [
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(default=0)),
                ('desk', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='tally', to='factcheck.desk')),
            ],
            options={
                'verbose_name_plural': 'tallies',
                'ordering': ['desk'],
            },
        ),
    ]
