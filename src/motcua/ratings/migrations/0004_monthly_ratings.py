"""The ratings of a month are one row for each unit, so that a sum over years reads sixty rows and not a thousand."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

COUNT_ALL = """
INSERT INTO ratings_monthlyratings (unit_id, month, level_1, level_2, level_3, level_4, level_5)
SELECT unit_id, date_trunc('month', day)::date, sum(level_1), sum(level_2), sum(level_3), sum(level_4), sum(level_5)
FROM ratings_dailyratings GROUP BY 1, 2
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("organisations", "0003_leave_and_heirs"), ("ratings", "0003_daily_ratings")]

    operations: ClassVar = [
        migrations.CreateModel(
            "MonthlyRatings",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("level_1", models.PositiveIntegerField(default=0)),
                ("level_2", models.PositiveIntegerField(default=0)),
                ("level_3", models.PositiveIntegerField(default=0)),
                ("level_4", models.PositiveIntegerField(default=0)),
                ("level_5", models.PositiveIntegerField(default=0)),
                ("month", models.DateField("tháng", help_text="its first day")),
                (
                    "unit",
                    models.ForeignKey(
                        "organisations.agency",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        db_index=False,
                    ),
                ),
            ],
            options={
                "verbose_name": "số đánh giá trong tháng",
                "verbose_name_plural": "số đánh giá trong tháng",
                "constraints": [
                    models.UniqueConstraint(fields=["unit", "month"], name="ratings_of_a_month_are_one_row"),
                    models.CheckConstraint(condition=Q(month__day=1), name="a_month_is_named_by_its_first_day"),
                ],
            },
        ),
        migrations.RunSQL(COUNT_ALL, migrations.RunSQL.noop),
    ]
