from django.db import migrations, models


class Migration(migrations.Migration):
    """Before the deploy: the new version writes to it, the old one does not know it."""

    dependencies = [("members", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="TraitChange",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "member_id", "changed_at", "trait", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("member_id", models.UUIDField()),
                ("changed_at", models.DateTimeField()),
                ("trait", models.TextField()),
                ("before", models.TextField(null=True)),
            ],
            options={"db_table": "trait_change"},
        ),
    ]
