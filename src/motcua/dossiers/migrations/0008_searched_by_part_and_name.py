"""The units of a dossier stand beside its applicant's name as well, so that one index finds both."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations, models

WRITE_DOWN = """
UPDATE dossiers_applicant SET agencies = dossier.agencies
FROM dossiers_dossier AS dossier WHERE dossier.applicant_id = dossiers_applicant.id
"""

KEEP_THE_SAME = """
CREATE FUNCTION motcua_keep_parts_of_applicant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE dossiers_applicant SET agencies = NEW.agencies WHERE id = NEW.applicant_id AND agencies <> NEW.agencies;
    RETURN NULL;
END $$;
CREATE TRIGGER dossier_is_searched_by_its_parts AFTER INSERT ON dossiers_dossier
    FOR EACH ROW EXECUTE FUNCTION motcua_keep_parts_of_applicant();
CREATE TRIGGER dossier_is_searched_by_its_new_parts AFTER UPDATE OF agencies ON dossiers_dossier
    FOR EACH ROW WHEN (OLD.agencies IS DISTINCT FROM NEW.agencies) EXECUTE FUNCTION motcua_keep_parts_of_applicant();
"""

LET_GO = """
DROP TRIGGER dossier_is_searched_by_its_parts ON dossiers_dossier;
DROP TRIGGER dossier_is_searched_by_its_new_parts ON dossiers_dossier;
DROP FUNCTION motcua_keep_parts_of_applicant();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("dossiers", "0007_names_alike"), ("organisations", "0003_leave_and_heirs")]

    operations: ClassVar = [
        migrations.RemoveIndex("applicant", "applicant_by_name_trgm"),
        migrations.AddField(
            "applicant",
            "agencies",
            ArrayField(
                models.BigIntegerField(),
                default=list,
                help_text="those of the dossier, kept the same by a trigger: for search",
            ),
        ),
        migrations.RunSQL(WRITE_DOWN, migrations.RunSQL.noop),
        migrations.AddIndex(
            "applicant",
            GinIndex(
                models.F("agencies"),
                OpClass("name_folded", name="gin_trgm_ops"),
                name="applicant_by_part_and_name",
            ),
        ),
        migrations.RunSQL(KEEP_THE_SAME, LET_GO),
    ]
