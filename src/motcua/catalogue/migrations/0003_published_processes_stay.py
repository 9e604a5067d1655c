"""Processes that were there before versions had states are in force; and what somebody published refuses to change."""

from typing import ClassVar

from django.db import migrations

IN_FORCE = """
UPDATE catalogue_processversion SET state = 'published';
UPDATE catalogue_processstep SET papers = CASE kind
    WHEN 'reception' THEN ARRAY['receipt']::varchar[] WHEN 'approval' THEN ARRAY['result']::varchar[] ELSE papers END;
"""

#: The closed set of motcua.catalogue.conditions once more, where nothing can go round it
CLOSED_SET = """
ALTER TABLE catalogue_processstep ADD CONSTRAINT step_has_known_conditions_only CHECK (
    jsonb_typeof(conditions) = 'array' AND NOT jsonb_path_exists(conditions, 'strict $[*] ? (@.type() != "object")')
    AND NOT jsonb_path_exists(conditions, '$[*] ? (
        !exists(@.kind) || !exists(@.value) || !exists(@.negated)
        || @.kind.type() != "string" || @.value.type() != "string" || @.negated.type() != "boolean" || !(
        (@.kind == "applicant_kind" && (@.value == "person" || @.value == "business" || @.value == "organisation"))
        || (@.kind == "channel" && (@.value == "counter" || @.value == "online" || @.value == "post"))
        || (@.kind == "level" && (@.value == "province" || @.value == "district" || @.value == "commune"))
        || ((@.kind == "case" || @.kind == "paper") && @.value like_regex "^.{1,80}$")))'));
"""

# A generated process is replaced, never edited, and its steps are written after it; so the guard is on what a person
# published. Of such a version only its end may be written, when the next one takes its place.
FORBID = """
CREATE FUNCTION motcua_refuse_published_process() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_by_id IS NULL THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.state = 'retired'
       AND to_jsonb(NEW) - 'state' - 'effective_to' = to_jsonb(OLD) - 'state' - 'effective_to' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a published process is never changed: % refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE FUNCTION motcua_refuse_published_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[] := ARRAY[]::bigint[];
BEGIN
    IF TG_OP <> 'DELETE' THEN touched := touched || (to_jsonb(NEW) ->> TG_ARGV[0])::bigint; END IF;
    IF TG_OP <> 'INSERT' THEN touched := touched || (to_jsonb(OLD) ->> TG_ARGV[0])::bigint; END IF;
    IF TG_ARGV[0] = 'step_id' THEN
        touched := ARRAY(SELECT process_id FROM catalogue_processstep WHERE id = ANY (touched));
    END IF;
    IF EXISTS (SELECT FROM catalogue_processversion WHERE id = ANY (touched) AND published_by_id IS NOT NULL) THEN
        RAISE EXCEPTION 'a published process is never changed: % on % refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER published_process_is_never_changed BEFORE UPDATE OR DELETE ON catalogue_processversion
    FOR EACH ROW EXECUTE FUNCTION motcua_refuse_published_process();
CREATE TRIGGER published_steps_are_never_changed BEFORE INSERT OR UPDATE OR DELETE ON catalogue_processstep
    FOR EACH ROW EXECUTE FUNCTION motcua_refuse_published_step('process_id');
CREATE TRIGGER published_tasks_are_never_changed BEFORE INSERT OR UPDATE OR DELETE ON catalogue_steptask
    FOR EACH ROW EXECUTE FUNCTION motcua_refuse_published_step('step_id');
"""

ALLOW = """
DROP TRIGGER published_tasks_are_never_changed ON catalogue_steptask;
DROP TRIGGER published_steps_are_never_changed ON catalogue_processstep;
DROP TRIGGER published_process_is_never_changed ON catalogue_processversion;
DROP FUNCTION motcua_refuse_published_step();
DROP FUNCTION motcua_refuse_published_process();
ALTER TABLE catalogue_processstep DROP CONSTRAINT step_has_known_conditions_only;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("catalogue", "0002_process_versions")]

    operations: ClassVar = [
        migrations.RunSQL(IN_FORCE, migrations.RunSQL.noop),
        migrations.RunSQL(CLOSED_SET + FORBID, ALLOW),
    ]
