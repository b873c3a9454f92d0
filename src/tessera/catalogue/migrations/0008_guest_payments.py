from django.db import migrations, models


class Migration(migrations.Migration):
    """Before the deploy: the new version reads and writes the table, the old one does not know it."""

    dependencies = [("catalogue", "0007_voided_cards")]

    operations = [
        migrations.CreateModel(
            name="GuestPayment",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("payment_id", models.UUIDField()),
                ("source", models.TextField()),
                ("key", models.TextField()),
                ("of_id", models.UUIDField(null=True)),
                ("programme_version", models.IntegerField()),
                ("at", models.DateTimeField()),
                ("payload", models.BinaryField()),
                ("outcome", models.BinaryField()),
            ],
            options={
                "db_table": "guest_payment",
                "constraints": [
                    models.UniqueConstraint(fields=["source", "key"], name="guest_payment_by_key")
                ],
                "indexes": [models.Index(fields=["of_id"], name="guest_payment_by_purchase")],
            },
        ),
    ]
