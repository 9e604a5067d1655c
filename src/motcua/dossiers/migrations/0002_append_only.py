"""What Django cannot say: the diary and its seals refuse to be changed, and quick codes are counted by a sequence."""

from typing import ClassVar

from django.db import migrations

IMMUTABLE = ("dossiers_event", "dossiers_seal", "dossiers_sealedline")

FORBID = """
CREATE FUNCTION motcua_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the diary is append-only: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
""" + "\n".join(
    f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
    f"FOR EACH ROW EXECUTE FUNCTION motcua_refuse_change();\n"
    f"CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table} "
    f"FOR EACH STATEMENT EXECUTE FUNCTION motcua_refuse_change();"
    for table in IMMUTABLE
)

ALLOW = (
    "\n".join(
        f"DROP TRIGGER {table}_is_append_only ON {table}; DROP TRIGGER {table}_is_not_emptied ON {table};"
        for table in IMMUTABLE
    )
    + "DROP FUNCTION motcua_refuse_change();"
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("dossiers", "0001_initial")]

    operations: ClassVar = [
        migrations.RunSQL(FORBID, ALLOW),
        migrations.RunSQL("CREATE SEQUENCE dossiers_quick_code", "DROP SEQUENCE dossiers_quick_code"),
    ]
