import clinicfinder.languages
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from clinics.accounts import roles


def give(apps, schema_editor):
    roles.apply(apps)


class Migration(migrations.Migration):

    dependencies = [
        ('clinics', '0009_guide'),
    ]

    operations = [
        migrations.AddField(
            model_name='report',
            name='language',
            field=models.CharField(default=clinicfinder.languages.current, editable=False, max_length=5, verbose_name='language'),
        ),
        migrations.AddField(
            model_name='request',
            name='language',
            field=models.CharField(default=clinicfinder.languages.current, editable=False, max_length=5, verbose_name='language'),
        ),
        migrations.AddField(
            model_name='user',
            name='language',
            field=models.CharField(default=clinicfinder.languages.current, max_length=5, verbose_name='language of our mails'),
        ),
        migrations.CreateModel(
            name='FactHistory',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('source_name', models.CharField(max_length=200, verbose_name='source')),
                ('source_url', models.URLField(max_length=500, verbose_name='source address')),
                ('retrieved_on', models.DateField(verbose_name='read on')),
                ('key', models.SlugField(max_length=80, verbose_name='key')),
                ('topic', models.CharField(choices=[('evidence', 'What studies found'), ('course', 'What a course looks like'), ('what-happens', 'What happens'), ('session', 'How long it takes, and who watches'), ('who-gives', 'Who may give it'), ('fda', 'What the FDA approved'), ('caution', 'Reasons for care'), ('interaction', 'Medicines to speak about'), ('side-effect', 'Side effects'), ('call-clinic', 'Call the clinic'), ('emergency', 'Call 911'), ('driving', 'Driving'), ('age', 'Ages'), ('at-home', 'At home'), ('good-sign', 'Signs of a good clinic'), ('red-flag', 'Warning signs about a clinic'), ('credential', 'Credentials'), ('price', 'What it costs'), ('code', 'Billing codes'), ('insurance', 'Insurance'), ('prior-authorization', 'Prior authorization, step by step'), ('way-to-pay', 'Ways to pay')], max_length=20, verbose_name='topic')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='place in its list')),
                ('about', models.CharField(blank=True, help_text='Such as a payer, a billing code or a credential', max_length=60, verbose_name='about')),
                ('level', models.CharField(blank=True, choices=[('do-not-treat', 'Not to be treated'), ('talk', 'Speak about it first'), ('info', 'Good to know')], max_length=12, verbose_name='level')),
                ('text', models.TextField(verbose_name='in plain words')),
                ('basis', models.CharField(choices=[('stored page', 'read in a stored copy of the page'), ('recalled', 'general knowledge; not yet read at the named page')], max_length=12, verbose_name='how we know it')),
                ('also', models.JSONField(blank=True, default=list, verbose_name='further sources')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('condition', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='clinics.condition', to_field='slug')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('treatment', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='clinics.treatment', to_field='slug')),
            ],
            options={
                'verbose_name': 'historical fact',
                'verbose_name_plural': 'historical facts',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='NationalPriceHistory',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('source_name', models.CharField(max_length=200, verbose_name='source')),
                ('source_url', models.URLField(max_length=500, verbose_name='source address')),
                ('retrieved_on', models.DateField(verbose_name='read on')),
                ('key', models.SlugField(max_length=60, verbose_name='key')),
                ('use', models.CharField(choices=[('mood', 'mental health'), ('pain', 'pain')], default='mood', max_length=4, verbose_name='use')),
                ('session_low_cents', models.PositiveIntegerField(blank=True, null=True, verbose_name='lowest price of a session')),
                ('session_high_cents', models.PositiveIntegerField(blank=True, null=True, verbose_name='highest price of a session')),
                ('consult_low_cents', models.PositiveIntegerField(blank=True, null=True, verbose_name='lowest price of a first consultation')),
                ('consult_high_cents', models.PositiveIntegerField(blank=True, null=True, verbose_name='highest price of a first consultation')),
                ('first_sessions', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='sessions of a first series')),
                ('upkeep_sessions', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='sessions of upkeep')),
                ('assumption', models.TextField(blank=True, verbose_name='what of it is our assumption')),
                ('quality', models.CharField(max_length=120, verbose_name='how good the sources are')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('basis', models.CharField(choices=[('stored page', 'read in a stored copy of the page'), ('recalled', 'general knowledge; not yet read at the named page')], max_length=12, verbose_name='how we know it')),
                ('facts', models.JSONField(blank=True, default=list, verbose_name='further facts with their sources')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('treatment', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='clinics.treatment', to_field='slug', verbose_name='treatment')),
            ],
            options={
                'verbose_name': 'historical national price',
                'verbose_name_plural': 'historical national prices',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='ProgramHistory',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('source_name', models.CharField(max_length=200, verbose_name='source')),
                ('source_url', models.URLField(max_length=500, verbose_name='source address')),
                ('retrieved_on', models.DateField(verbose_name='read on')),
                ('slug', models.SlugField(max_length=60, verbose_name='slug')),
                ('name', models.CharField(max_length=160, verbose_name='name')),
                ('kind', models.CharField(choices=[('maker', 'Maker of the medicine'), ('government', 'Government'), ('nonprofit', 'Nonprofit'), ('research', 'Research'), ('clinic', 'Clinics'), ('employer', 'Employers'), ('right', 'Your right'), ('tax', 'Taxes'), ('discount', 'Discount'), ('loan', 'Loan'), ('information', 'Advice')], max_length=12, verbose_name='kind')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='place')),
                ('helps_with', models.CharField(max_length=200, verbose_name='helps with')),
                ('eligibility', models.JSONField(default=list, verbose_name='who may have it')),
                ('steps', models.JSONField(default=list, verbose_name='how to ask')),
                ('url', models.URLField(max_length=500, verbose_name='address')),
                ('phone', models.CharField(blank=True, max_length=120, verbose_name='phone')),
                ('insurance', models.JSONField(blank=True, default=list, help_text='commercial, medicare, medicaid, tricare, va, none; empty: any', verbose_name='for people with')),
                ('veterans_only', models.BooleanField(default=False, verbose_name='for veterans only')),
                ('income_limited', models.BooleanField(blank=True, null=True, verbose_name='has an income limit')),
                ('treatments', models.JSONField(blank=True, default=list, help_text='Empty: any', verbose_name='treatments')),
                ('not_in', models.JSONField(blank=True, default=list, verbose_name='not in these states')),
                ('basis', models.CharField(choices=[('stored page', 'read in a stored copy of the page'), ('recalled', 'general knowledge; not yet read at the named page')], max_length=12, verbose_name='how we know it')),
                ('caution', models.CharField(blank=True, max_length=300, verbose_name='what we could not confirm')),
                ('facts', models.JSONField(blank=True, default=list, verbose_name='further facts with their sources')),
                ('published', models.BooleanField(default=True, verbose_name='published')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical program',
                'verbose_name_plural': 'historical programs',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Translation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('es', 'Spanish')], default='es', max_length=5, verbose_name='language')),
                ('source', models.TextField(verbose_name='English')),
                ('digest', models.CharField(editable=False, max_length=64, verbose_name='digest of the English')),
                ('text', models.TextField(verbose_name='translation')),
                ('where', models.CharField(blank=True, max_length=200, verbose_name='where it stands')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated')),
                ('release_digest', models.CharField(blank=True, editable=False, max_length=64, verbose_name='digest of the release')),
            ],
            options={
                'verbose_name': 'translation',
                'verbose_name_plural': 'translations',
                'ordering': ['language', 'where', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('language', 'digest'), name='one_translation_for_a_text'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='translation_says_something')],
            },
        ),
        migrations.CreateModel(
            name='TranslationHistory',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('language', models.CharField(choices=[('es', 'Spanish')], default='es', max_length=5, verbose_name='language')),
                ('source', models.TextField(verbose_name='English')),
                ('digest', models.CharField(editable=False, max_length=64, verbose_name='digest of the English')),
                ('text', models.TextField(verbose_name='translation')),
                ('where', models.CharField(blank=True, max_length=200, verbose_name='where it stands')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical translation',
                'verbose_name_plural': 'historical translations',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
