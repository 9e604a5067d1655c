import django.contrib.postgres.fields
import django.db.models.deletion
import motcua.lib.uuid7
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Calendar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='tên')),
                ('is_default', models.BooleanField(default=False, verbose_name='lịch chung của tỉnh')),
                ('first_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='từ năm')),
                ('last_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='đến hết năm')),
                ('official_version', models.CharField(blank=True, max_length=30, verbose_name='bản lịch đã nạp')),
                ('edition', models.UUIDField(default=motcua.lib.uuid7.uuid7, editable=False, verbose_name='lần sửa')),
            ],
            options={
                'verbose_name': 'lịch làm việc',
                'verbose_name_plural': 'lịch làm việc',
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('is_default',), name='calendar_default_is_one'), models.CheckConstraint(condition=models.Q(('is_default', False), models.Q(('first_year__isnull', False), ('last_year__gte', models.F('first_year'))), _connector='OR'), name='calendar_of_the_province_says_which_years_it_covers')],
            },
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(verbose_name='ngày')),
                ('kind', models.CharField(choices=[('holiday', 'nghỉ lễ, tết'), ('compensatory', 'nghỉ bù'), ('swap_off', 'nghỉ hoán đổi'), ('make_up', 'làm bù')], max_length=12, verbose_name='loại')),
                ('reason', models.CharField(max_length=200, verbose_name='lý do')),
                ('legal_basis', models.CharField(blank=True, max_length=200, verbose_name='căn cứ')),
                ('is_estimate', models.BooleanField(default=False, verbose_name='còn là dự kiến')),
                ('makes_up_for', models.DateField(blank=True, null=True, verbose_name='làm bù cho ngày')),
                ('hours', django.contrib.postgres.fields.ArrayField(base_field=models.TimeField(), blank=True, default=list, help_text='Mở cửa, đóng cửa, mở cửa, đóng cửa; để trống thì như ngày được làm bù', size=None, verbose_name='giờ làm riêng của ngày')),
                ('entered_by', models.CharField(blank=True, help_text='Trống: lịch kèm phần mềm', max_length=150, verbose_name='người nhập')),
                ('entered_at', models.DateTimeField(verbose_name='nhập lúc')),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='days', to='working_time.calendar', verbose_name='lịch làm việc')),
            ],
            options={
                'verbose_name': 'ngày đặc biệt',
                'verbose_name_plural': 'ngày đặc biệt',
                'constraints': [models.UniqueConstraint(fields=('calendar', 'date'), name='day_is_one_thing'), models.CheckConstraint(condition=models.Q(('hours__len__in', [0, 2, 4, 6])), name='day_opens_as_often_as_it_closes'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'make_up'), _negated=True), ('makes_up_for__isnull', False), ('hours__len__gt', 0), _connector='OR'), name='make_up_day_has_hours_of_its_own_or_of_another_day')],
            },
        ),
        migrations.CreateModel(
            name='WeeklyHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField(help_text='0 là thứ Hai, 6 là Chủ nhật', verbose_name='thứ')),
                ('opens', models.TimeField(verbose_name='mở cửa')),
                ('closes', models.TimeField(verbose_name='đóng cửa')),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='weekly_hours', to='working_time.calendar', verbose_name='lịch làm việc')),
            ],
            options={
                'verbose_name': 'giờ làm việc trong tuần',
                'verbose_name_plural': 'giờ làm việc trong tuần',
                'constraints': [models.UniqueConstraint(fields=('calendar', 'weekday', 'opens'), name='session_opens_once'), models.CheckConstraint(condition=models.Q(('closes__gt', models.F('opens'))), name='session_closes_after_it_opens'), models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='session_is_on_a_weekday')],
            },
        ),
    ]
