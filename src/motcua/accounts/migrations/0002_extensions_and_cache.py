"""What the rooms above need of the database: trigrams for search, ranges for validity, and the shared cache's table."""

from typing import Any, ClassVar

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.core.management import call_command
from django.db import migrations


def create_cache_table(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", verbosity=0)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0001_initial")]

    operations: ClassVar = [
        TrigramExtension(),
        BtreeGistExtension(),
        migrations.RunPython(create_cache_table, migrations.RunPython.noop),
    ]
