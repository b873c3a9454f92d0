from django.db import migrations, models


class Migration(migrations.Migration):
    """Before the deploy: the old version gives to no cause, so it writes nothing into the index."""

    dependencies = [("ledger", "0004_holds")]

    operations = [
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(
                fields=["rule_id", "currency"],
                include=["account_id", "amount"],
                condition=models.Q(contra="donated"),
                name="posting_donated",
            ),
        ),
    ]
