"""The register's rows are there for who keeps it and for whom a row names; see foundation/common/row_security.py.

Backups and migrations run as the owner of the table, who sees all of it.
"""

from django.db import migrations

KEPT = "(SELECT current_setting('yaodian.register', true)) = 'kept'"
NAMED = "person_id::text = (SELECT current_setting('yaodian.person', true))"
POLICIES = {
    "matter_read": f"FOR SELECT USING ({KEPT} OR {NAMED})",
    "matter_enter": f"FOR INSERT WITH CHECK ({KEPT})",
    "matter_change": f"FOR UPDATE USING ({KEPT} OR {NAMED}) WITH CHECK ({KEPT} OR {NAMED})",
    "matter_leave": f"FOR DELETE USING ({KEPT})",
}


class Migration(migrations.Migration):
    dependencies = [("restricted", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE restricted_matter ENABLE ROW LEVEL SECURITY",
            "ALTER TABLE restricted_matter DISABLE ROW LEVEL SECURITY",
        ),
        *(
            migrations.RunSQL(
                f"CREATE POLICY {name} ON restricted_matter {rule}",
                f"DROP POLICY {name} ON restricted_matter",
            )
            for name, rule in POLICIES.items()
        ),
    ]
