from django.db import migrations, models


class Migration(migrations.Migration):
    """Before the deploy: the new version reads and writes the table, the old one does not know it."""

    dependencies = [("ledger", "0003_reached_at")]

    operations = [
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "currency", "version", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("account_id", models.UUIDField()),
                ("currency", models.TextField()),
                ("version", models.BigIntegerField()),
                ("hold_id", models.UUIDField()),
                ("amount", models.BigIntegerField()),
                ("expires_at", models.DateTimeField()),
                ("resolved_version", models.BigIntegerField(null=True)),
            ],
            options={"db_table": "hold"},
        ),
        # A hold is resolved in place: room on the page keeps that update there (HOT).
        migrations.RunSQL("alter table hold set (fillfactor = 80)", "alter table hold reset (fillfactor)"),
    ]
