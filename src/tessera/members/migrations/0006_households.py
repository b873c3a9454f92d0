from django.db import migrations, models


class Migration(migrations.Migration):
    """Before the deploy: the old version knows no households, and founds none."""

    dependencies = [("members", "0005_reviews")]

    operations = [
        migrations.AddIndex("merge", models.Index(fields=["account_id"], name="member_merge_account")),
        migrations.CreateModel(
            name="Household",
            fields=[
                ("household_id", models.UUIDField(primary_key=True, serialize=False)),
                ("founded_at", models.DateTimeField()),
                ("end_id", models.UUIDField(null=True)),
            ],
            options={"db_table": "household"},
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "member_id", "join_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("member_id", models.UUIDField()),
                ("join_id", models.UUIDField()),
                ("household_id", models.UUIDField()),
                ("role", models.TextField()),
                ("joined_at", models.DateTimeField()),
                ("from_account_id", models.UUIDField()),
                ("left_at", models.DateTimeField(null=True)),
                ("leave_id", models.UUIDField(null=True)),
                ("to_account_id", models.UUIDField(null=True)),
            ],
            options={"db_table": "membership"},
        ),
        migrations.AddIndex("membership", models.Index(fields=["household_id"], name="membership_household")),
        migrations.AddIndex("membership", models.Index(fields=["from_account_id"], name="membership_from")),
        migrations.AddConstraint(
            "membership",
            models.UniqueConstraint(
                fields=["member_id"], name="membership_one", condition=models.Q(left_at__isnull=True)
            ),
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("code_hash", models.BinaryField(primary_key=True, serialize=False)),
                ("invitation_id", models.UUIDField()),
                ("household_id", models.UUIDField()),
                ("role", models.TextField()),
                ("invited_by", models.UUIDField()),
                ("invited_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "invitation"},
        ),
        migrations.AddIndex("invitation", models.Index(fields=["household_id"], name="invitation_household")),
    ]
