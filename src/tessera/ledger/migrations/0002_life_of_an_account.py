from django.db import migrations, models


class Migration(migrations.Migration):
    """Before the deploy: the new version reads and writes the columns, the old one does not know them."""

    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.AddField("account", "lapses_at", models.DateTimeField(null=True)),
        migrations.AddField("account", "kept_until", models.DateTimeField(null=True)),
    ]
