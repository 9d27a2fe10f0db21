from django.db import migrations

from clinics.accounts import roles


def give(apps, schema_editor):
    roles.apply(apps)


class Migration(migrations.Migration):

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("clinics", "0002_checks_are_never_changed"),
    ]

    operations = [
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
