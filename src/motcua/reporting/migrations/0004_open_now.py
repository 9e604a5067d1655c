"""What is open now is counted from an index alone, as motcua.dossiers 0009 has it for the dossiers themselves."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q

TIDY = """
ALTER TABLE reporting_stretch SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_insert_scale_factor = 0.01)
"""
AS_OTHERS = """
ALTER TABLE reporting_stretch RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor)
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reporting", "0003_read_by_agency")]

    operations: ClassVar = [
        migrations.AddIndex(
            "stretch",
            models.Index(
                fields=["since"],
                include=("agency", "unit", "version", "channel", "waits", "due_at"),
                name="stretch_open",
                condition=Q(until=None),
            ),
        ),
        migrations.RunSQL(TIDY, AS_OTHERS),
    ]
