"""Whose clock was turned by several calendars is written down, so that a changed calendar reads no other diary."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q

WRITE_DOWN = """
UPDATE dossiers_dossier AS dossier SET is_told_otherwise = true
WHERE finished_at IS NULL AND received_at IS NOT NULL AND EXISTS (
    SELECT FROM dossiers_event AS line
    WHERE line.dossier_id = dossier.id AND line.detail ? 'clock'
    AND line.detail ->> 'calendar' <> dossier.calendar_version
)
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("dossiers", "0009_open_read_from_the_index")]

    operations: ClassVar = [
        migrations.AlterField(
            "dossier",
            "calendar_version",
            models.CharField(max_length=40, blank=True, help_text="of the calendar it was promised by"),
        ),
        migrations.AddField(
            "dossier",
            "is_told_otherwise",
            models.BooleanField(
                default=False, help_text="its clock was also turned by another calendar than the one it was promised by"
            ),
        ),
        migrations.RunSQL(WRITE_DOWN, migrations.RunSQL.noop),
        migrations.AddIndex(
            "dossier",
            models.Index(
                fields=["agency", "calendar_version"], name="dossier_promised_by", condition=Q(finished_at=None)
            ),
        ),
        migrations.AddIndex(
            "dossier",
            models.Index(
                fields=["agency"], name="dossier_told_otherwise", condition=Q(finished_at=None, is_told_otherwise=True)
            ),
        ),
    ]
