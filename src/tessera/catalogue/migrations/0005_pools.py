from django.db import migrations, models


class Migration(migrations.Migration):
    """Before the deploy: the new version reads and writes the tables, the old one does not know them."""

    dependencies = [("catalogue", "0004_gift_cards")]

    operations = [
        migrations.CreateModel(
            name="CodePool",
            fields=[
                ("pool", models.TextField(primary_key=True, serialize=False)),
                ("imported", models.BigIntegerField()),
                ("taken", models.BigIntegerField()),
            ],
            options={"db_table": "code_pool"},
        ),
        migrations.CreateModel(
            name="PoolCode",
            fields=[
                ("code_hash", models.BinaryField(primary_key=True, serialize=False)),
                ("pool", models.TextField()),
                ("number", models.BigIntegerField()),
                ("code_sealed", models.BinaryField()),
                ("voucher_id", models.UUIDField(null=True)),
            ],
            options={
                "db_table": "pool_code",
                "indexes": [
                    models.Index(
                        fields=["pool", "number"],
                        condition=models.Q(voucher_id__isnull=True),
                        name="pool_code_free",
                    ),
                    models.Index(fields=["voucher_id"], name="pool_code_by_voucher"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="giftcard",
            index=models.Index(fields=["account_id"], name="gift_card_by_account"),
        ),
    ]
