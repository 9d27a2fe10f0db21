import django.db.models.deletion
from django.db import migrations, models

from clinics.accounts import roles


def give(apps, schema_editor):
    roles.apply(apps)


class Migration(migrations.Migration):

    dependencies = [
        ('clinics', '0007_reviews'),
    ]

    operations = [
        migrations.CreateModel(
            name='Trial',
            fields=[
                ('nct_id', models.CharField(max_length=11, primary_key=True, serialize=False, verbose_name='NCT number')),
                ('title', models.CharField(max_length=400, verbose_name='title')),
                ('official_title', models.TextField(blank=True, verbose_name='official title')),
                ('acronym', models.CharField(blank=True, max_length=60, verbose_name='acronym')),
                ('status', models.CharField(choices=[('RECRUITING', 'Recruiting'), ('NOT_YET_RECRUITING', 'Not yet recruiting'), ('ENROLLING_BY_INVITATION', 'By invitation only'), ('ACTIVE_NOT_RECRUITING', 'Under way, takes nobody new'), ('SUSPENDED', 'Paused'), ('COMPLETED', 'Completed'), ('TERMINATED', 'Stopped early'), ('WITHDRAWN', 'Withdrawn before it began'), ('AVAILABLE', 'Expanded access: available'), ('NO_LONGER_AVAILABLE', 'Expanded access: no longer available'), ('TEMPORARILY_NOT_AVAILABLE', 'Expanded access: paused'), ('APPROVED_FOR_MARKETING', 'Approved for sale'), ('WITHHELD', 'Withheld'), ('UNKNOWN', 'Not confirmed for two years')], max_length=26, verbose_name='status')),
                ('type', models.CharField(blank=True, choices=[('INTERVENTIONAL', 'A treatment is tested'), ('OBSERVATIONAL', 'People are observed; no treatment is assigned'), ('EXPANDED_ACCESS', 'Expanded access outside a trial')], max_length=15, verbose_name='type')),
                ('phases', models.JSONField(blank=True, default=list, verbose_name='phases')),
                ('sponsor', models.CharField(blank=True, max_length=300, verbose_name='lead sponsor')),
                ('summary', models.TextField(blank=True, verbose_name='official summary')),
                ('criteria', models.TextField(blank=True, verbose_name='official criteria')),
                ('official_conditions', models.JSONField(blank=True, default=list, verbose_name='conditions as the registry names them')),
                ('interventions', models.JSONField(blank=True, default=list, verbose_name='interventions as the registry names them')),
                ('sex', models.CharField(choices=[('ALL', 'Everybody'), ('FEMALE', 'Women'), ('MALE', 'Men')], default='ALL', max_length=6, verbose_name='sex')),
                ('min_age', models.CharField(blank=True, max_length=20, verbose_name='minimum age, as the registry words it')),
                ('max_age', models.CharField(blank=True, max_length=20, verbose_name='maximum age, as the registry words it')),
                ('min_age_months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='minimum age in months')),
                ('max_age_months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='maximum age in months')),
                ('healthy_volunteers', models.BooleanField(blank=True, null=True, verbose_name='takes healthy volunteers')),
                ('enrollment', models.PositiveIntegerField(blank=True, null=True, verbose_name='number of people')),
                ('has_results', models.BooleanField(default=False, verbose_name='results posted')),
                ('started', models.CharField(blank=True, max_length=10, verbose_name='start')),
                ('completes', models.CharField(blank=True, max_length=10, verbose_name='completion')),
                ('verified', models.CharField(blank=True, max_length=10, verbose_name='verified by the sponsor')),
                ('updated_on', models.DateField(verbose_name='last update posted')),
                ('retrieved_on', models.DateField(verbose_name='day of the file')),
                ('gone_on', models.DateField(blank=True, null=True, verbose_name='no longer in the file since')),
                ('conditions', models.ManyToManyField(blank=True, related_name='trials', to='clinics.condition', verbose_name='conditions')),
            ],
            options={
                'verbose_name': 'trial',
                'verbose_name_plural': 'trials',
                'ordering': ['-updated_on', 'nct_id'],
            },
        ),
        migrations.CreateModel(
            name='TrialSite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facility', models.CharField(blank=True, max_length=300, verbose_name='facility')),
                ('city', models.CharField(blank=True, max_length=120, verbose_name='city')),
                ('region', models.CharField(blank=True, max_length=120, verbose_name='region as the registry names it')),
                ('zip_code', models.CharField(blank=True, max_length=20, verbose_name='ZIP code')),
                ('country', models.CharField(blank=True, max_length=80, verbose_name='country')),
                ('status', models.CharField(blank=True, choices=[('RECRUITING', 'Recruiting'), ('NOT_YET_RECRUITING', 'Not yet recruiting'), ('ENROLLING_BY_INVITATION', 'By invitation only'), ('ACTIVE_NOT_RECRUITING', 'Under way, takes nobody new'), ('SUSPENDED', 'Paused'), ('COMPLETED', 'Completed'), ('TERMINATED', 'Stopped early'), ('WITHDRAWN', 'Withdrawn before it began'), ('AVAILABLE', 'Expanded access: available'), ('NO_LONGER_AVAILABLE', 'Expanded access: no longer available'), ('TEMPORARILY_NOT_AVAILABLE', 'Expanded access: paused'), ('APPROVED_FOR_MARKETING', 'Approved for sale'), ('WITHHELD', 'Withheld'), ('UNKNOWN', 'Not confirmed for two years')], help_text='Empty: as the whole trial', max_length=26, verbose_name='status')),
                ('latitude', models.FloatField(blank=True, null=True, verbose_name='latitude')),
                ('longitude', models.FloatField(blank=True, null=True, verbose_name='longitude')),
                ('state', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clinics.state', verbose_name='state')),
                ('trial', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sites', to='clinics.trial', verbose_name='trial')),
            ],
            options={
                'verbose_name': 'site of a trial',
                'verbose_name_plural': 'sites of trials',
                'ordering': ['trial', 'country', 'region', 'city', 'facility', 'pk'],
            },
        ),
        migrations.AddIndex(
            model_name='trial',
            index=models.Index(fields=['status', 'gone_on'], name='trial_by_status'),
        ),
        migrations.AddConstraint(
            model_name='trial',
            constraint=models.CheckConstraint(condition=models.Q(('nct_id__regex', '^NCT[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]$')), name='nct_number_is_well_formed'),
        ),
        migrations.AddConstraint(
            model_name='trial',
            constraint=models.CheckConstraint(condition=models.Q(('updated_on__lte', models.F('retrieved_on'))), name='trial_is_not_updated_after_its_file'),
        ),
        migrations.AddIndex(
            model_name='trialsite',
            index=models.Index(fields=['state', 'status'], name='site_by_state'),
        ),
        migrations.AddConstraint(
            model_name='trialsite',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__isnull', False), ('latitude__range', (-90, 90)), ('longitude__isnull', False), ('longitude__range', (-180, 180))), _connector='OR'), name='site_coordinates_are_possible'),
        ),
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
