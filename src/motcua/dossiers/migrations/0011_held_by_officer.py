"""What an officer has in hand, and has sent for signature, is found without passing by what their colleagues have."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies: ClassVar = [("dossiers", "0010_told_otherwise")]

    operations: ClassVar = [
        migrations.RemoveIndex("dossier", "dossier_held"),
        migrations.AddIndex(
            "dossier",
            models.Index(
                fields=["holder", "officer"],
                include=(
                    "id",
                    "received_at",
                    "version",
                    "status",
                    "due_at",
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
            "result",
            models.Index(
                fields=["proposed_by"], include=("dossier",), name="result_undecided", condition=Q(decided_at=None)
            ),
        ),
    ]
