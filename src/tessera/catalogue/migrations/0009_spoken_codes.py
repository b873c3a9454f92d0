from django.db import migrations, models


class Migration(migrations.Migration):
    """Before the deploy: the new version reads and writes the table, the old one does not know it."""

    dependencies = [("catalogue", "0008_guest_payments")]

    operations = [
        migrations.CreateModel(
            name="SpokenCode",
            fields=[
                ("code_hash", models.BinaryField(primary_key=True, serialize=False)),
                ("source", models.TextField()),
                ("voucher_id", models.UUIDField(null=True)),
                ("card_id", models.UUIDField(null=True)),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "db_table": "spoken_code",
                "indexes": [models.Index(fields=["source", "expires_at"], name="spoken_code_by_source")],
            },
        ),
    ]
