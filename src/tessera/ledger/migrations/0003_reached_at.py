from django.db import migrations, models

FILL = """
update account set reached_at = (
    select max(recorded_at) from posting
    where posting.account_id = account.account_id and posting.currency = account.currency
)
"""


class Migration(migrations.Migration):
    """Before the deploy: time was brought to an account when something was posted to it."""

    dependencies = [("ledger", "0002_life_of_an_account")]

    operations = [
        migrations.AddField("account", "reached_at", models.DateTimeField(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
