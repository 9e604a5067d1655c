"""What was open on a day that is over is counted from an index alone, as 0004 has it for what is open now."""

from typing import ClassVar

from django.contrib.postgres.indexes import GistIndex
from django.db import migrations
from django.db.models import F, Func


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reporting", "0004_open_now")]

    operations: ClassVar = [
        migrations.RemoveIndex("stretch", "stretch_days"),
        migrations.AddIndex(
            "stretch",
            GistIndex(
                Func(F("since"), F("until"), function="daterange"),
                include=("since", "until", "agency", "unit", "version", "channel", "waits", "due_at"),
                name="stretch_days",
            ),
        ),
    ]
