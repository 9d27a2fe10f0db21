"""A check is never changed: what was seen stays seen.

Its subject may change (a merge), and its author may be deleted; nothing else.
"""

from django.db import migrations

FROZEN = (
    "kind", "outcome", "state_id", "source_name", "source_url", "reference", "said",
    "looked_at", "valid_from", "valid_until", "note", "attachment", "facts",
)  # fmt: skip
MESSAGE = "A check is never changed. Add a new one."


def freeze(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    differs = "IS NOT" if sqlite else "IS DISTINCT FROM"
    changed = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in FROZEN)
    if sqlite:
        schema_editor.execute(
            f"CREATE TRIGGER check_is_frozen BEFORE UPDATE ON clinics_check WHEN {changed} "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )
        return
    schema_editor.execute(
        "CREATE FUNCTION refuse_change_of_check() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    schema_editor.execute(
        f"CREATE TRIGGER check_is_frozen BEFORE UPDATE ON clinics_check FOR EACH ROW WHEN ({changed}) "
        "EXECUTE FUNCTION refuse_change_of_check()"
    )


def thaw(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER check_is_frozen")
    else:
        schema_editor.execute("DROP TRIGGER check_is_frozen ON clinics_check")
        schema_editor.execute("DROP FUNCTION refuse_change_of_check()")


class Migration(migrations.Migration):
    dependencies = [("clinics", "0001_initial")]
    operations = [migrations.RunPython(freeze, thaw)]
