from django.db import migrations, models
from django.db.models.fields.json import KeyTextTransform


class Migration(migrations.Migration):
    """Before the deploy: the new version looks claims up by their receipt."""

    dependencies = [("approvals", "0002_requests_of_every_kind")]

    operations = [
        migrations.AddIndex(
            "request",
            models.Index(
                KeyTextTransform("receipt", "asks"),
                name="request_by_receipt",
                condition=models.Q(kind="claim"),
            ),
        ),
    ]
