from django.db import migrations, models


class Migration(migrations.Migration):
    """Before the deploy: the new version reads and writes the column and the table, the old one does not know them."""

    dependencies = [("catalogue", "0006_seal_proof")]

    operations = [
        migrations.AddField(
            model_name="giftcard", name="voided_at", field=models.DateTimeField(null=True)
        ),
        migrations.CreateModel(
            name="GiftCardVoid",
            fields=[
                ("void_id", models.UUIDField(primary_key=True, serialize=False)),
                ("source", models.TextField()),
                ("key", models.TextField()),
                ("card_id", models.UUIDField()),
                ("amount_minor", models.BigIntegerField()),
                ("reason", models.TextField()),
                ("hand", models.TextField()),
                ("person", models.TextField(null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "gift_card_void",
                "constraints": [
                    models.UniqueConstraint(fields=["source", "key"], name="gift_card_void_by_key")
                ],
                "indexes": [models.Index(fields=["card_id"], name="gift_card_void_by_card")],
            },
        ),
    ]
