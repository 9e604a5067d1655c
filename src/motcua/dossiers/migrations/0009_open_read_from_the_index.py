"""What is counted of open dossiers stands in the indexes that find them, so that counting reads no dossier."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q

TIDY = """
ALTER TABLE dossiers_dossier SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_insert_scale_factor = 0.01)
"""
AS_OTHERS = """
ALTER TABLE dossiers_dossier RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor)
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("dossiers", "0008_searched_by_part_and_name")]

    operations: ClassVar = [
        migrations.RemoveIndex("dossier", "dossier_held"),
        migrations.RemoveIndex("dossier", "dossier_due"),
        migrations.RemoveIndex("dossier", "dossier_by_promise"),
        migrations.AddIndex(
            "dossier",
            models.Index(
                fields=["status", "judged_due_at"],
                include=("moved_at", "agency", "officer", "step", "step_due_at", "clock_stopped_at"),
                name="dossier_open",
                condition=Q(finished_at=None),
            ),
        ),
        migrations.AddIndex(
            "dossier",
            models.Index(
                fields=["holder", "due_at"],
                include=(
                    "id",
                    "received_at",
                    "version",
                    "status",
                    "officer",
                    "step",
                    "step_due_at",
                    "judged_due_at",
                    "clock_stopped_at",
                ),
                name="dossier_held",
                condition=Q(finished_at=None),
            ),
        ),
        migrations.AddIndex(
            "dossier", models.Index(fields=["judged_due_at"], include=("status",), name="dossier_by_promise")
        ),
        # An index is read alone only where nothing was changed since the last tidying up: on what is open, once in
        # two days or so, rather than when a fifth of all dossiers that ever were has changed
        migrations.RunSQL(TIDY, AS_OTHERS),
    ]
