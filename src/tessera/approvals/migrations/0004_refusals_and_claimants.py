from django.db import migrations, models


class Migration(migrations.Migration):
    """A nullable column and an index: it can run before the new version."""

    dependencies = [("approvals", "0003_claims_by_receipt")]

    operations = [
        migrations.AddField("verdict", "refusal", models.TextField(null=True)),
        migrations.AddIndex(
            "request",
            models.Index(
                fields=["member_id"], name="request_of_claimant", condition=models.Q(kind="claim")
            ),
        ),
    ]
