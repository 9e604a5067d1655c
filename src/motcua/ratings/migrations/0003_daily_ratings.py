import django.db.models.deletion
from django.db import migrations, models

COUNT_ALL = """
INSERT INTO ratings_dailyratings (unit_id, day, level_1, level_2, level_3, level_4, level_5)
SELECT unit_id, (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, count(*) FILTER (WHERE level = 1),
    count(*) FILTER (WHERE level = 2), count(*) FILTER (WHERE level = 3), count(*) FILTER (WHERE level = 4),
    count(*) FILTER (WHERE level = 5)
FROM ratings_rating GROUP BY 1, 2
"""


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0003_leave_and_heirs'),
        ('ratings', '0002_figures'),
    ]

    operations = [
        migrations.CreateModel(
            name='DailyRatings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='ngày')),
                ('level_1', models.PositiveIntegerField(default=0)),
                ('level_2', models.PositiveIntegerField(default=0)),
                ('level_3', models.PositiveIntegerField(default=0)),
                ('level_4', models.PositiveIntegerField(default=0)),
                ('level_5', models.PositiveIntegerField(default=0)),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.agency')),
            ],
            options={
                'verbose_name': 'số đánh giá trong ngày',
                'verbose_name_plural': 'số đánh giá trong ngày',
                'constraints': [models.UniqueConstraint(fields=('unit', 'day'), name='ratings_of_a_day_are_one_row')],
            },
        ),
        migrations.RunSQL(COUNT_ALL, migrations.RunSQL.noop),
    ]
