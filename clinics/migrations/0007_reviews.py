import clinics.reviews.receipts
import clinics.vetting.attachments
import clinics.vetting.models
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from clinics.accounts import roles


def give(apps, schema_editor):
    roles.apply(apps)


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('clinics', '0006_law_does_not_overlap'),
    ]

    operations = [
        migrations.CreateModel(
            name='HelpfulMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': 'helpful mark',
                'verbose_name_plural': 'helpful marks',
            },
        ),
        migrations.CreateModel(
            name='LawAlert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(verbose_name='asked at')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed at')),
                ('told_until', models.DateTimeField(verbose_name='told until')),
            ],
            options={
                'verbose_name': 'alert on the law',
                'verbose_name_plural': 'alerts on the law',
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='fictional')),
                ('demo_name', models.CharField(blank=True, editable=False, max_length=40, verbose_name='name of a fictional author')),
                ('overall', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='overall')),
                ('safety', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='Felt safe and monitored')),
                ('consent', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='Explained, and asked for consent')),
                ('honesty', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='Honest about cost')),
                ('staff', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='Staff')),
                ('follow_up', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='Follow-up')),
                ('role', models.CharField(choices=[('patient', 'I was a patient'), ('companion', 'I accompanied someone')], max_length=9, verbose_name='you')),
                ('text', models.TextField(max_length=5000, verbose_name='in your words')),
                ('no_reward', models.BooleanField(default=False, verbose_name='nobody gave or promised me anything for this review')),
                ('conflict', models.CharField(blank=True, help_text='Such as: I work for another clinic. Readers see this.', max_length=200, verbose_name='conflict of interest')),
                ('visited_on', models.DateField(blank=True, help_text='The first day of that month', null=True, verbose_name='month of the last visit')),
                ('sessions', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(500)], verbose_name='number of sessions')),
                ('price_cents', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(2000000)], verbose_name='price paid for a session, in US cents')),
                ('wait_days', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(1000)], verbose_name='wait for the first visit, in days')),
                ('outcome', models.PositiveSmallIntegerField(blank=True, help_text='Patient Global Impression of Change: 1 very much improved, 7 very much worse', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(7)], verbose_name='outcome')),
                ('outcome_asked', models.CharField(blank=True, choices=[('during', 'while treatment still goes on'), ('month', 'within a month of the last session'), ('half-year', 'one to six months after the last session'), ('later', 'more than six months after the last session')], max_length=9, verbose_name='when that was')),
                ('side_effects', models.JSONField(blank=True, default=list, verbose_name='side effects')),
                ('state', models.CharField(choices=[('pending', 'Waits for a moderator'), ('published', 'Published'), ('returned', 'Returned to its author'), ('removed', 'Removed')], default='pending', max_length=9, verbose_name='state')),
                ('reason', models.CharField(blank=True, choices=[('personal', 'It holds personal details, such as a phone number or a record number'), ('names', 'It names a member of staff or another patient'), ('health', 'It tells of somebody else’s health'), ('no-visit', 'It does not tell of care at this place'), ('insults', 'It insults or threatens people'), ('dosing', 'It tells others how to get or take a drug'), ('ad', 'It advertises something'), ('reward', 'It was written for a reward, or by somebody with a stake in the place'), ('twice', 'The same person or the same words stand here already'), ('not-real', 'We have good reason to believe that it is not real')], max_length=9, verbose_name='reason')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note to the author')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('appeal', models.TextField(blank=True, max_length=2000, verbose_name='appeal')),
                ('appealed_at', models.DateTimeField(blank=True, null=True, verbose_name='appealed at')),
                ('appeal_settled_at', models.DateTimeField(blank=True, null=True, verbose_name='appeal settled at')),
                ('visit_seen_on', models.DateField(blank=True, help_text='A moderator saw evidence of a visit on this day', null=True, verbose_name='visit seen')),
                ('first_sent_at', models.DateTimeField(verbose_name='first sent at')),
                ('sent_at', models.DateTimeField(verbose_name='sent at')),
            ],
            options={
                'verbose_name': 'review',
                'verbose_name_plural': 'reviews',
                'ordering': ['-first_sent_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ReviewAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=2000, verbose_name='answer')),
                ('state', models.CharField(choices=[('pending', 'Waits for a moderator'), ('published', 'Published'), ('returned', 'Returned')], default='pending', max_length=9, verbose_name='state')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('sent_at', models.DateTimeField(verbose_name='sent at')),
            ],
            options={
                'verbose_name': 'answer to a review',
                'verbose_name_plural': 'answers to reviews',
                'ordering': ['sent_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ReviewDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('published', 'Published'), ('returned', 'Returned to its author'), ('removed', 'Removed'), ('second-opinion', 'Second opinion asked for'), ('appeal-granted', 'Appeal granted'), ('appeal-refused', 'Appeal refused'), ('visit-seen', 'Evidence of a visit seen'), ('visit-not-seen', 'Evidence shows no visit'), ('answer-published', 'Answer published'), ('answer-returned', 'Answer returned'), ('flag-dismissed', 'Report looked at, nothing to change')], max_length=16, verbose_name='outcome')),
                ('reason', models.CharField(blank=True, choices=[('personal', 'It holds personal details, such as a phone number or a record number'), ('names', 'It names a member of staff or another patient'), ('health', 'It tells of somebody else’s health'), ('no-visit', 'It does not tell of care at this place'), ('insults', 'It insults or threatens people'), ('dosing', 'It tells others how to get or take a drug'), ('ad', 'It advertises something'), ('reward', 'It was written for a reward, or by somebody with a stake in the place'), ('twice', 'The same person or the same words stand here already'), ('not-real', 'We have good reason to believe that it is not real')], max_length=9, verbose_name='reason')),
                ('at', models.DateTimeField(verbose_name='decided at')),
            ],
            options={
                'verbose_name': 'decision on a review',
                'verbose_name_plural': 'decisions on reviews',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ReviewFlag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('personal', 'It holds personal details, or names somebody'), ('not-real', 'It is not real, or was paid for'), ('insults', 'It insults or threatens people'), ('dosing', 'It tells others how to get or take a drug'), ('other', 'Something else')], max_length=9, verbose_name='what is wrong')),
                ('text', models.TextField(blank=True, max_length=1000, verbose_name='in your words')),
                ('sender', models.CharField(editable=False, help_text='A keyed digest, to tell independent reports apart; forgotten once it is settled', max_length=64, verbose_name='sender')),
                ('state', models.CharField(choices=[('open', 'Open'), ('done', 'Dealt with')], default='open', max_length=4, verbose_name='state')),
                ('handled_at', models.DateTimeField(blank=True, null=True, verbose_name='dealt with at')),
                ('created_at', models.DateTimeField(verbose_name='told at')),
            ],
            options={
                'verbose_name': 'report of a review',
                'verbose_name_plural': 'reports of reviews',
                'ordering': ['created_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ReviewHistory',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='fictional')),
                ('demo_name', models.CharField(blank=True, editable=False, max_length=40, verbose_name='name of a fictional author')),
                ('overall', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='overall')),
                ('safety', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='Felt safe and monitored')),
                ('consent', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='Explained, and asked for consent')),
                ('honesty', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='Honest about cost')),
                ('staff', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='Staff')),
                ('follow_up', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='Follow-up')),
                ('role', models.CharField(choices=[('patient', 'I was a patient'), ('companion', 'I accompanied someone')], max_length=9, verbose_name='you')),
                ('text', models.TextField(max_length=5000, verbose_name='in your words')),
                ('no_reward', models.BooleanField(default=False, verbose_name='nobody gave or promised me anything for this review')),
                ('conflict', models.CharField(blank=True, help_text='Such as: I work for another clinic. Readers see this.', max_length=200, verbose_name='conflict of interest')),
                ('visited_on', models.DateField(blank=True, help_text='The first day of that month', null=True, verbose_name='month of the last visit')),
                ('sessions', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(500)], verbose_name='number of sessions')),
                ('price_cents', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(2000000)], verbose_name='price paid for a session, in US cents')),
                ('wait_days', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(1000)], verbose_name='wait for the first visit, in days')),
                ('outcome', models.PositiveSmallIntegerField(blank=True, help_text='Patient Global Impression of Change: 1 very much improved, 7 very much worse', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(7)], verbose_name='outcome')),
                ('outcome_asked', models.CharField(blank=True, choices=[('during', 'while treatment still goes on'), ('month', 'within a month of the last session'), ('half-year', 'one to six months after the last session'), ('later', 'more than six months after the last session')], max_length=9, verbose_name='when that was')),
                ('side_effects', models.JSONField(blank=True, default=list, verbose_name='side effects')),
                ('state', models.CharField(choices=[('pending', 'Waits for a moderator'), ('published', 'Published'), ('returned', 'Returned to its author'), ('removed', 'Removed')], default='pending', max_length=9, verbose_name='state')),
                ('reason', models.CharField(blank=True, choices=[('personal', 'It holds personal details, such as a phone number or a record number'), ('names', 'It names a member of staff or another patient'), ('health', 'It tells of somebody else’s health'), ('no-visit', 'It does not tell of care at this place'), ('insults', 'It insults or threatens people'), ('dosing', 'It tells others how to get or take a drug'), ('ad', 'It advertises something'), ('reward', 'It was written for a reward, or by somebody with a stake in the place'), ('twice', 'The same person or the same words stand here already'), ('not-real', 'We have good reason to believe that it is not real')], max_length=9, verbose_name='reason')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note to the author')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('visit_seen_on', models.DateField(blank=True, help_text='A moderator saw evidence of a visit on this day', null=True, verbose_name='visit seen')),
                ('first_sent_at', models.DateTimeField(verbose_name='first sent at')),
                ('sent_at', models.DateTimeField(verbose_name='sent at')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical review',
                'verbose_name_plural': 'historical reviews',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='ReviewTrace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('network', models.CharField(editable=False, max_length=64, verbose_name='digest of the address prefix')),
                ('device', models.CharField(editable=False, max_length=64, verbose_name='digest of the address prefix and browser')),
                ('created_at', models.DateTimeField(verbose_name='sent at')),
            ],
            options={
                'verbose_name': 'trace of a review',
                'verbose_name_plural': 'traces of reviews',
            },
        ),
        migrations.CreateModel(
            name='VisitReceipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attachment', models.FileField(storage=clinics.vetting.models.private_files, upload_to=clinics.reviews.receipts.receipt_name, validators=[clinics.vetting.attachments.validate_attachment], verbose_name='file')),
                ('sent_at', models.DateTimeField(verbose_name='sent at')),
            ],
            options={
                'verbose_name': 'evidence of a visit',
                'verbose_name_plural': 'evidence of visits',
            },
        ),
        migrations.RemoveConstraint(
            model_name='listing',
            name='listing_rating_is_1_to_5',
        ),
        migrations.AddField(
            model_name='user',
            name='pseudonym',
            field=models.CharField(blank=True, max_length=40, verbose_name='pseudonym'),
        ),
        migrations.AddField(
            model_name='user',
            name='sign_outs',
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name='times signed out everywhere'),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('rating_count__lt', 3), ('rating_mean__isnull', True)), models.Q(('rating_count__gte', 3), ('rating_mean__isnull', False), ('rating_mean__range', (1, 5))), _connector='OR'), name='listing_rating_is_of_three_reviews_or_more'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('pseudonym'), condition=models.Q(('pseudonym', ''), _negated=True), name='pseudonym_is_ones_own', violation_error_message='Somebody has this name already. Choose another.'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('pseudonym__contains', '@'), _negated=True), name='pseudonym_is_no_address', violation_error_message='Choose a name that is no e-mail address.'),
        ),
        migrations.AddField(
            model_name='helpfulmark',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='helpful_marks', to=settings.AUTH_USER_MODEL, verbose_name='who'),
        ),
        migrations.AddField(
            model_name='lawalert',
            name='state',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clinics.state', verbose_name='state'),
        ),
        migrations.AddField(
            model_name='lawalert',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='law_alerts', to=settings.AUTH_USER_MODEL, verbose_name='who'),
        ),
        migrations.AddField(
            model_name='review',
            name='author',
            field=models.ForeignKey(blank=True, help_text='Empty: the account is gone, or the review is fictional', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reviews', to=settings.AUTH_USER_MODEL, verbose_name='author'),
        ),
        migrations.AddField(
            model_name='review',
            name='condition',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clinics.condition', verbose_name='condition'),
        ),
        migrations.AddField(
            model_name='review',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who decided'),
        ),
        migrations.AddField(
            model_name='review',
            name='listing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='clinics.listing', verbose_name='listing'),
        ),
        migrations.AddField(
            model_name='review',
            name='second_opinion_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who asked for a second opinion'),
        ),
        migrations.AddField(
            model_name='review',
            name='treatment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clinics.treatment', verbose_name='treatment'),
        ),
        migrations.AddField(
            model_name='helpfulmark',
            name='review',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='helpful', to='clinics.review', verbose_name='review'),
        ),
        migrations.AddField(
            model_name='reviewanswer',
            name='author',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='review_answers', to=settings.AUTH_USER_MODEL, verbose_name='who wrote it'),
        ),
        migrations.AddField(
            model_name='reviewanswer',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who decided'),
        ),
        migrations.AddField(
            model_name='reviewanswer',
            name='review',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='answer', to='clinics.review', verbose_name='review'),
        ),
        migrations.AddField(
            model_name='reviewdecision',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who decided'),
        ),
        migrations.AddField(
            model_name='reviewdecision',
            name='listing',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='clinics.listing', verbose_name='listing'),
        ),
        migrations.AddField(
            model_name='reviewdecision',
            name='review',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='decisions', to='clinics.review', verbose_name='review'),
        ),
        migrations.AddField(
            model_name='reviewflag',
            name='handled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who dealt with it'),
        ),
        migrations.AddField(
            model_name='reviewflag',
            name='review',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='flags', to='clinics.review', verbose_name='review'),
        ),
        migrations.AddField(
            model_name='reviewhistory',
            name='author',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Empty: the account is gone, or the review is fictional', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author'),
        ),
        migrations.AddField(
            model_name='reviewhistory',
            name='condition',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='clinics.condition', verbose_name='condition'),
        ),
        migrations.AddField(
            model_name='reviewhistory',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reviewhistory',
            name='listing',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='clinics.listing', verbose_name='listing'),
        ),
        migrations.AddField(
            model_name='reviewhistory',
            name='treatment',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='clinics.treatment', verbose_name='treatment'),
        ),
        migrations.AddField(
            model_name='reviewtrace',
            name='review',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='traces', to='clinics.review', verbose_name='review'),
        ),
        migrations.AddField(
            model_name='visitreceipt',
            name='review',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='receipt', to='clinics.review', verbose_name='review'),
        ),
        migrations.AddConstraint(
            model_name='lawalert',
            constraint=models.UniqueConstraint(fields=('user', 'state'), name='one_alert_per_account_and_state'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(fields=['state', 'sent_at'], name='review_by_state'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(fields=['listing', 'state', '-first_sent_at'], name='review_of_listing'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(fields=('author', 'listing'), name='one_review_per_account_and_listing'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('author__isnull', True), ('is_demo', True), models.Q(('demo_name', ''), _negated=True)), models.Q(('demo_name', ''), ('is_demo', False)), _connector='OR'), name='fictional_review_has_no_account'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('overall__isnull', True), ('overall__range', (1, 5)), _connector='OR'), name='review_overall_is_1_to_5'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('safety__isnull', True), ('safety__range', (1, 5)), _connector='OR'), name='review_safety_is_1_to_5'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('consent__isnull', True), ('consent__range', (1, 5)), _connector='OR'), name='review_consent_is_1_to_5'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('honesty__isnull', True), ('honesty__range', (1, 5)), _connector='OR'), name='review_honesty_is_1_to_5'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('staff__isnull', True), ('staff__range', (1, 5)), _connector='OR'), name='review_staff_is_1_to_5'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('follow_up__isnull', True), ('follow_up__range', (1, 5)), _connector='OR'), name='review_follow_up_is_1_to_5'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('text'), 50), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 5000)), name='review_says_enough_and_not_too_much'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('no_reward', True)), name='review_is_written_for_no_reward'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome__isnull', True), ('outcome_asked', '')), models.Q(('outcome__isnull', False), ('outcome__range', (1, 7)), models.Q(('outcome_asked', ''), _negated=True)), _connector='OR'), name='outcome_says_when_it_was_asked'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['returned', 'removed']), models.Q(('reason', ''), _negated=True)), models.Q(('reason', ''), ('state__in', ['pending', 'published'])), _connector='OR'), name='what_is_not_shown_says_why'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'pending'), ('decided_at__isnull', False), _connector='OR'), name='decision_on_review_has_a_day'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('appealed_at__isnull', True), ('appeal_settled_at__isnull', False), ('state__in', ['returned', 'removed']), _connector='OR'), name='appeal_is_against_a_refusal'),
        ),
        migrations.AddConstraint(
            model_name='helpfulmark',
            constraint=models.UniqueConstraint(fields=('review', 'user'), name='helpful_once'),
        ),
        migrations.AddIndex(
            model_name='reviewanswer',
            index=models.Index(fields=['state', 'sent_at'], name='answer_by_state'),
        ),
        migrations.AddConstraint(
            model_name='reviewanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='returned_answer_says_why'),
        ),
        migrations.AddConstraint(
            model_name='reviewanswer',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('text'), 10), name='answer_says_something'),
        ),
        migrations.AddIndex(
            model_name='reviewdecision',
            index=models.Index(fields=['at'], name='decision_by_day'),
        ),
        migrations.AddIndex(
            model_name='reviewflag',
            index=models.Index(fields=['state', 'created_at'], name='flag_by_state'),
        ),
        migrations.AddConstraint(
            model_name='reviewflag',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('review', 'sender'), name='one_open_report_per_sender'),
        ),
        migrations.AddIndex(
            model_name='reviewtrace',
            index=models.Index(fields=['network'], name='trace_by_network'),
        ),
        migrations.AddIndex(
            model_name='reviewtrace',
            index=models.Index(fields=['device'], name='trace_by_device'),
        ),
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
