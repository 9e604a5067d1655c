"""Decisions that announce procedures and their ends; and what must never be false of them, where nothing goes round it."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PARTS = ("catalogue_procedurecase", "catalogue_timelimit", "catalogue_fee", "catalogue_requireddocument")

#: The parts a to g of NĐ 63/2010 art. 8.2, as far as a database can tell; motcua.catalogue.publication says the rest
COMPLETE = """
CREATE FUNCTION motcua_refuse_incomplete_announcement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.kind <> 'abolished' AND NOT EXISTS (
        SELECT FROM catalogue_procedureversion v WHERE v.id = NEW.version_id
        AND btrim(v.name) <> '' AND jsonb_array_length(v.how_to) > 0 AND jsonb_array_length(v.methods) > 0
        AND v.sets_of_papers > 0 AND cardinality(v.audience) > 0 AND cardinality(v.draft_reasons) = 0
        AND (v.agency_id IS NOT NULL OR btrim(v.agency_text) <> '')
        AND EXISTS (SELECT FROM catalogue_requireddocument d WHERE d.version_id = v.id)
        AND EXISTS (SELECT FROM catalogue_timelimit l WHERE l.version_id = v.id)
    ) THEN
        RAISE EXCEPTION 'a procedure that lacks one of the parts a to g is neither announced nor published'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER incomplete_procedure_is_never_announced BEFORE INSERT OR UPDATE ON catalogue_announcement
    FOR EACH ROW EXECUTE FUNCTION motcua_refuse_incomplete_announcement();
"""

# What came in by file is public by the file's own publisher and is replaced by the next file; the guard is on what a
# person published here. Of such a version its end may be written, and texts by the transaction that wrote a correction.
FORBID = """
ALTER TABLE catalogue_correction ADD COLUMN written_in xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE FUNCTION motcua_is_made_public(asked bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM catalogue_announcement
        WHERE version_id = asked AND kind <> 'abolished' AND published_on IS NOT NULL)
$$;
CREATE FUNCTION motcua_is_being_corrected(asked bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM catalogue_correction WHERE version_id = asked AND written_in = pg_current_xact_id())
$$;
CREATE FUNCTION motcua_refuse_public_announcement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_on IS NOT NULL THEN
        RAISE EXCEPTION 'a published decision is never changed: % refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION motcua_refuse_public_procedure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    texts text[] := ARRAY['name', 'agency_text', 'conditions', 'how_to'];
BEGIN
    IF NOT motcua_is_made_public(OLD.id) THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(NEW) - 'valid_to' = to_jsonb(OLD) - 'valid_to' AND NEW.valid_to IS NOT NULL THEN
            RETURN NEW;
        END IF;
        IF to_jsonb(NEW) - texts = to_jsonb(OLD) - texts AND motcua_is_being_corrected(OLD.id) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a published procedure is never changed: % refused', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE FUNCTION motcua_refuse_public_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP <> 'INSERT' AND motcua_is_made_public(OLD.version_id))
       OR (TG_OP <> 'DELETE' AND motcua_is_made_public(NEW.version_id)) THEN
        IF TG_OP = 'UPDATE' THEN
            IF to_jsonb(NEW) - 'name' = to_jsonb(OLD) - 'name' AND motcua_is_being_corrected(OLD.version_id) THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION 'a published procedure is never changed: % on % refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION motcua_refuse_correction_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'corrections are append-only: % refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER public_decision_is_never_changed BEFORE UPDATE OR DELETE ON catalogue_announcement
    FOR EACH ROW EXECUTE FUNCTION motcua_refuse_public_announcement();
CREATE TRIGGER public_procedure_is_never_changed BEFORE UPDATE OR DELETE ON catalogue_procedureversion
    FOR EACH ROW EXECUTE FUNCTION motcua_refuse_public_procedure();
CREATE TRIGGER correction_is_append_only BEFORE UPDATE OR DELETE ON catalogue_correction
    FOR EACH ROW EXECUTE FUNCTION motcua_refuse_correction_change();
""" + "\n".join(
    f"CREATE TRIGGER public_part_is_never_changed BEFORE INSERT OR UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION motcua_refuse_public_part();"
    for table in PARTS
)

ALLOW = (
    "\n".join(f"DROP TRIGGER public_part_is_never_changed ON {table};" for table in PARTS)
    + """
DROP TRIGGER correction_is_append_only ON catalogue_correction;
DROP TRIGGER public_procedure_is_never_changed ON catalogue_procedureversion;
DROP TRIGGER public_decision_is_never_changed ON catalogue_announcement;
DROP TRIGGER incomplete_procedure_is_never_announced ON catalogue_announcement;
DROP FUNCTION motcua_refuse_correction_change();
DROP FUNCTION motcua_refuse_public_part();
DROP FUNCTION motcua_refuse_public_procedure();
DROP FUNCTION motcua_refuse_public_announcement();
DROP FUNCTION motcua_is_being_corrected(bigint);
DROP FUNCTION motcua_is_made_public(bigint);
DROP FUNCTION motcua_refuse_incomplete_announcement();
ALTER TABLE catalogue_correction DROP COLUMN written_in;
"""
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ('catalogue', '0003_published_processes_stay'),
        ('organisations', '0003_leave_and_heirs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('new', 'mới ban hành'), ('amended', 'sửa đổi, thay thế'), ('abolished', 'bãi bỏ')], max_length=10, verbose_name='loại')),
                ('decision_number', models.CharField(max_length=60, verbose_name='số quyết định')),
                ('decided_on', models.DateField(verbose_name='ngày ký')),
                ('signed_by', models.CharField(max_length=120, verbose_name='người ký')),
                ('effective_on', models.DateField(verbose_name='ngày có hiệu lực')),
                ('passed_on', models.DateField(blank=True, help_text='Chỉ khi theo trình tự, thủ tục rút gọn', null=True, verbose_name='ngày thông qua văn bản')),
                ('rules', models.CharField(help_text='rule set of the day of the decision: its terms', max_length=20)),
                ('announce_by', models.DateField(verbose_name='hạn ký quyết định')),
                ('publish_by', models.DateField(verbose_name='hạn công khai')),
                ('announced_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='ngày công khai')),
            ],
            options={
                'verbose_name': 'quyết định công bố',
                'verbose_name_plural': 'quyết định công bố',
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(max_length=300, verbose_name='lý do')),
                ('changes', models.JSONField(help_text='[{field, before, after}]', verbose_name='thay đổi')),
            ],
            options={
                'verbose_name': 'đính chính',
                'verbose_name_plural': 'đính chính',
                'ordering': ['id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='procedureversion',
            name='procedure_in_force_has_a_first_day',
        ),
        migrations.AlterField(
            model_name='procedureversion',
            name='state',
            field=models.CharField(choices=[('draft', 'bản nháp'), ('announced', 'đã công bố'), ('published', 'đã công khai')], default='draft', max_length=10, verbose_name='trạng thái'),
        ),
        migrations.AddConstraint(
            model_name='procedureversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('valid_from__isnull', False), _connector='OR'), name='procedure_in_force_has_a_first_day'),
        ),
        migrations.AddField(
            model_name='announcement',
            name='announced_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người công bố'),
        ),
        migrations.AddField(
            model_name='announcement',
            name='published_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người công khai'),
        ),
        migrations.AddField(
            model_name='announcement',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='announcements', to='catalogue.procedureversion'),
        ),
        migrations.AddField(
            model_name='correction',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người sửa'),
        ),
        migrations.AddField(
            model_name='correction',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='catalogue.procedureversion'),
        ),
        migrations.AddIndex(
            model_name='announcement',
            index=models.Index(condition=models.Q(('published_on', None)), fields=['publish_by'], name='announcement_waiting'),
        ),
        migrations.AddConstraint(
            model_name='announcement',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'abolished'), _negated=True), fields=('version',), name='procedure_version_is_announced_once'),
        ),
        migrations.AddConstraint(
            model_name='announcement',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'abolished')), fields=('version',), name='procedure_version_is_abolished_once'),
        ),
        migrations.AddConstraint(
            model_name='announcement',
            constraint=models.CheckConstraint(condition=models.Q(('published_by', None), models.Q(('published_by', models.F('announced_by')), _negated=True), _connector='OR'), name='procedure_is_published_by_a_second_person'),
        ),
        migrations.AddConstraint(
            model_name='announcement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at', None), ('published_by', None), ('published_on', None)), models.Q(('published_at__isnull', False), ('published_by__isnull', False), ('published_on__isnull', False)), _connector='OR'), name='procedure_is_published_by_somebody_at_a_moment'),
        ),
        migrations.AddConstraint(
            model_name='announcement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision_number', ''), _negated=True), models.Q(('signed_by', ''), _negated=True)), name='decision_has_a_number_and_a_signer'),
        ),
        migrations.AddConstraint(
            model_name='announcement',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['new', 'amended', 'abolished'])), name='announcement_is_of_a_kind'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='correction_has_a_reason'),
        ),
        migrations.RunSQL(COMPLETE + FORBID, ALLOW),
    ]
