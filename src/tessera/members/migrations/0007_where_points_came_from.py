from django.db import migrations, models


class Migration(migrations.Migration):
    """Before the deploy: indexes by which an account finds those whose points went into it."""

    dependencies = [("members", "0006_households")]

    operations = [
        migrations.AddIndex("merge", models.Index(fields=["into_account_id"], name="member_merge_into")),
        migrations.AddIndex(
            "membership",
            models.Index(
                fields=["to_account_id"], name="membership_to", condition=models.Q(to_account_id__isnull=False)
            ),
        ),
    ]
