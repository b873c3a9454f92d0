from django.db import migrations, models


class Migration(migrations.Migration):
    """Before the deploy: the old version knows no merges, and does not follow an id that was merged by the new one."""

    dependencies = [("members", "0003_days_that_come_back")]

    operations = [
        migrations.AddField("member", "merged_into", models.UUIDField(null=True)),
        migrations.AddIndex(
            "member",
            models.Index(
                fields=["merged_into"], name="member_merged", condition=models.Q(merged_into__isnull=False)
            ),
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "member_id", "merge_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("member_id", models.UUIDField()),
                ("merge_id", models.UUIDField()),
                ("account_id", models.UUIDField()),
                ("into_id", models.UUIDField()),
                ("into_account_id", models.UUIDField()),
                ("merged_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                ("identities", models.BinaryField()),
                ("filled", models.BinaryField()),
                ("standing", models.BinaryField()),
                ("into_standing", models.BinaryField()),
            ],
            options={"db_table": "member_merge"},
        ),
    ]
