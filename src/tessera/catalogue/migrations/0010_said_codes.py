from django.db import migrations, models


class Migration(migrations.Migration):
    """Before the deploy: the new version reads and writes the table, the old one does not know it."""

    dependencies = [("catalogue", "0009_spoken_codes")]

    operations = [
        migrations.CreateModel(
            name="SaidCode",
            fields=[
                ("said_hash", models.BinaryField(primary_key=True, serialize=False)),
                ("voucher_id", models.UUIDField(null=True)),
                ("card_id", models.UUIDField(null=True)),
            ],
            options={"db_table": "said_code"},
        ),
    ]
