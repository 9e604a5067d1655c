"""What Django cannot say: issued papers and closed books stay as they are, and no row enters a closed book."""

from typing import ClassVar

from django.db import migrations

KEPT = ("papers_issuedpaper", "papers_book")

FORBID = """
CREATE FUNCTION motcua_paper_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an issued paper is kept as it is: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
""" + "\n".join(
    f"CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE ON {table} "
    f"FOR EACH ROW EXECUTE FUNCTION motcua_paper_is_kept();\n"
    f"CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table} "
    f"FOR EACH STATEMENT EXECUTE FUNCTION motcua_paper_is_kept();"
    for table in KEPT
)

ALLOW = (
    "\n".join(
        f"DROP TRIGGER {table}_is_kept ON {table}; DROP TRIGGER {table}_is_not_emptied ON {table};" for table in KEPT
    )
    + "DROP FUNCTION motcua_paper_is_kept();"
)

# Only when a dossier is given its number in the book: once in its life
CLOSE = """
CREATE FUNCTION motcua_book_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM papers_book WHERE unit_id = NEW.unit_id
               AND year = EXTRACT(YEAR FROM NEW.received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')) THEN
        RAISE EXCEPTION 'the register of unit % for that year is closed', NEW.unit_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_closed_book_takes_no_more_rows';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dossier_enters_an_open_book BEFORE INSERT ON dossiers_dossier
    FOR EACH ROW WHEN (NEW.book_number IS NOT NULL) EXECUTE FUNCTION motcua_book_is_open();
CREATE TRIGGER dossier_is_numbered_in_an_open_book BEFORE UPDATE ON dossiers_dossier
    FOR EACH ROW WHEN (OLD.book_number IS DISTINCT FROM NEW.book_number AND NEW.book_number IS NOT NULL)
    EXECUTE FUNCTION motcua_book_is_open();
"""

OPEN = """
DROP TRIGGER dossier_enters_an_open_book ON dossiers_dossier;
DROP TRIGGER dossier_is_numbered_in_an_open_book ON dossiers_dossier;
DROP FUNCTION motcua_book_is_open();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("papers", "0001_initial")]

    operations: ClassVar = [migrations.RunSQL(FORBID, ALLOW), migrations.RunSQL(CLOSE, OPEN)]
