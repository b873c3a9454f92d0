from django.db import migrations, models


class Migration(migrations.Migration):
    """Before the deploy: the new version reads and writes the tables, the old one does not know them."""

    dependencies = [("catalogue", "0001_draws")]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("subject", models.TextField(primary_key=True, serialize=False)),
                ("taken", models.BigIntegerField()),
            ],
            options={"db_table": "tally"},
        ),
        migrations.CreateModel(
            name="Reservation",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "hold_id", "subject", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hold_id", models.UUIDField()),
                ("subject", models.TextField()),
                ("member_id", models.UUIDField()),
                ("amount", models.BigIntegerField()),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "db_table": "reservation",
                "indexes": [models.Index(fields=["subject", "expires_at"], name="reservation_by_subject")],
            },
        ),
        # A tally is counted up in place: room on the page keeps that update there (HOT).
        migrations.RunSQL("alter table tally set (fillfactor = 50)", "alter table tally reset (fillfactor)"),
    ]
