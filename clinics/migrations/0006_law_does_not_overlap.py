"""What was approved is never rewritten, and no two approved notes say what holds on the same day.

An end may be set, or come sooner; doubt may be added. What was public stays readable, and nothing
becomes more certain without a new version, which a second editor reads.

The first is told by a trigger. The second is an exclusion constraint on PostgreSQL, and triggers on SQLite.
"""

from django.db import migrations

from clinics.accounts import roles

TABLE = "clinics_regulationnote"
FROZEN = (
    "key", "version", "state_id", "topic", "summary", "for_patients", "citation", "source_url", "adopted_on",
    "effective_from", "effect", "supersedes_id",
)  # fmt: skip
NEVER_REWRITTEN = "What was approved is never rewritten. Write a new version."
NO_OVERLAP = "Two approved notes of one key hold on the same day."


# What no update may do to a note that is or was public, besides changing the frozen columns.
FORBIDDEN = (
    "NEW.status NOT IN ('approved', 'replaced')",
    "(OLD.status = 'replaced' AND NEW.status = 'approved')",
    "(OLD.effective_until IS NOT NULL AND"
    " (NEW.effective_until IS NULL OR NEW.effective_until > OLD.effective_until))",
    "(OLD.basis = 'recalled' AND NEW.basis <> 'recalled')",
    "(OLD.confidence = 'low' AND NEW.confidence <> 'low')",
)


def protect(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        _sqlite(schema_editor)
    else:
        _postgresql(schema_editor)


def _sqlite(schema_editor):
    changed = " OR ".join([*(f"OLD.{column} IS NOT NEW.{column}" for column in FROZEN), *FORBIDDEN])
    schema_editor.execute(
        f"CREATE TRIGGER note_is_frozen BEFORE UPDATE ON {TABLE} "
        f"WHEN OLD.status IN ('approved', 'replaced') AND ({changed}) "
        f"BEGIN SELECT RAISE(ABORT, '{NEVER_REWRITTEN}'); END"
    )
    other = (
        f"SELECT 1 FROM {TABLE} other WHERE other.id IS NOT NEW.id AND other.status = 'approved' "
        "AND other.key = NEW.key AND other.topic = NEW.topic AND other.state_id IS NEW.state_id "
        "AND COALESCE(other.effective_from, '0001-01-01') < COALESCE(NEW.effective_until, '9999-12-31') "
        "AND COALESCE(NEW.effective_from, '0001-01-01') < COALESCE(other.effective_until, '9999-12-31')"
    )
    for moment in ("INSERT", "UPDATE"):
        schema_editor.execute(
            f"CREATE TRIGGER note_overlaps_no_other_on_{moment.lower()} BEFORE {moment} ON {TABLE} "
            f"WHEN NEW.status = 'approved' AND EXISTS ({other}) "
            f"BEGIN SELECT RAISE(ABORT, '{NO_OVERLAP}'); END"
        )


def _postgresql(schema_editor):
    changed = " OR ".join([*(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in FROZEN), *FORBIDDEN])
    schema_editor.execute(
        "CREATE FUNCTION refuse_rewriting_of_note() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{NEVER_REWRITTEN}' "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    schema_editor.execute(
        f"CREATE TRIGGER note_is_frozen BEFORE UPDATE ON {TABLE} FOR EACH ROW "
        f"WHEN (OLD.status IN ('approved', 'replaced') AND ({changed})) "
        "EXECUTE FUNCTION refuse_rewriting_of_note()"
    )
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    schema_editor.execute(
        f"ALTER TABLE {TABLE} ADD CONSTRAINT note_overlaps_no_other EXCLUDE USING gist ("
        "(COALESCE(state_id, 'US')) WITH =, topic WITH =, key WITH =, "
        "daterange(effective_from, effective_until) WITH &&) WHERE (status = 'approved')"
    )


def release(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in ("is_frozen", "overlaps_no_other_on_insert", "overlaps_no_other_on_update"):
            schema_editor.execute(f"DROP TRIGGER note_{name}")
        return
    schema_editor.execute(f"ALTER TABLE {TABLE} DROP CONSTRAINT note_overlaps_no_other")
    schema_editor.execute(f"DROP TRIGGER note_is_frozen ON {TABLE}")
    schema_editor.execute("DROP FUNCTION refuse_rewriting_of_note()")


def give(apps, schema_editor):
    roles.apply(apps)


class Migration(migrations.Migration):
    dependencies = [("clinics", "0005_law_in_versions")]
    operations = [
        migrations.RunPython(protect, release),
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
