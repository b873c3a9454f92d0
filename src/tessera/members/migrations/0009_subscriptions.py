from django.db import migrations, models


class Migration(migrations.Migration):
    """Before the deploy: the new version reads and writes the table, the old one does not know it."""

    dependencies = [("members", "0008_instructions")]

    operations = [
        migrations.CreateModel(
            name="Subscription",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "member_id", "subscription", "currency",
                        blank=True, editable=False, primary_key=True, serialize=False,
                    ),
                ),
                ("member_id", models.UUIDField()),
                ("subscription", models.TextField()),
                ("currency", models.TextField()),
                ("points", models.BigIntegerField()),
            ],
            options={"db_table": "subscription"},
        ),
    ]
