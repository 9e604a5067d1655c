import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_answers_to_nobody'),
    ]

    operations = [
        # what was counted before is let go the next night
        migrations.AddField(
            model_name='ratecount',
            name='ends_at',
            field=models.DateTimeField(default=django.utils.timezone.now, help_text="the window's end, the machine's time: nobody asks afterwards"),
            preserve_default=False,
        ),
    ]
