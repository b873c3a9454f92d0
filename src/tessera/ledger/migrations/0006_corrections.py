from django.db import migrations, models


class Migration(migrations.Migration):
    """Before the deploy: the new version asks the table for whose a purchase is, the old one does not know it."""

    dependencies = [("ledger", "0005_donations")]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key",
                        "source",
                        "number",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("key", models.TextField()),
                ("source", models.TextField()),
                ("number", models.IntegerField()),
                ("account_id", models.UUIDField()),
                ("correction_id", models.UUIDField()),
                ("purchase_key", models.TextField()),
                ("from_id", models.UUIDField()),
                ("to_id", models.UUIDField()),
                ("recorded_at", models.DateTimeField()),
            ],
            options={"db_table": "correction"},
        ),
    ]
