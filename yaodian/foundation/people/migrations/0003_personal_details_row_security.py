"""Personal details are there for the person they are of and for a stated keeper; see common/row_security.py.

Backups and migrations run as the owner of the table, who sees all of it.
"""

from django.db import migrations

OWN = "user_id::text = (SELECT current_setting('yaodian.person', true))"
KEPT = "(SELECT current_setting('yaodian.keeper', true)) = 'details'"


class Migration(migrations.Migration):
    dependencies = [("people", "0002_roles_tokens_delegations")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE people_personaldetails ENABLE ROW LEVEL SECURITY",
            "ALTER TABLE people_personaldetails DISABLE ROW LEVEL SECURITY",
        ),
        migrations.RunSQL(
            f"CREATE POLICY own_or_kept ON people_personaldetails USING ({OWN} OR {KEPT})",
            "DROP POLICY own_or_kept ON people_personaldetails",
        ),
    ]
