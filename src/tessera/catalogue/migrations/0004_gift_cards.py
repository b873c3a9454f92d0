from django.db import migrations, models


class Migration(migrations.Migration):
    """Before the deploy: the new version reads and writes the tables, the old one does not know them."""

    dependencies = [("catalogue", "0003_vouchers")]

    operations = [
        migrations.CreateModel(
            name="GiftCard",
            fields=[
                ("card_id", models.UUIDField(primary_key=True, serialize=False)),
                ("money", models.TextField()),
                ("issued_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("balance_minor", models.BigIntegerField()),
                ("number", models.IntegerField()),
                ("source", models.TextField()),
                ("key", models.TextField()),
                ("account_id", models.UUIDField(null=True)),
                ("member_id", models.UUIDField(null=True)),
                ("code_hash", models.BinaryField(null=True)),
                ("code_sealed", models.BinaryField(null=True)),
            ],
            options={
                "db_table": "gift_card",
                "constraints": [
                    models.UniqueConstraint(fields=["source", "key"], name="gift_card_by_key"),
                    models.UniqueConstraint(fields=["code_hash"], name="gift_card_by_code"),
                    models.CheckConstraint(
                        condition=models.Q(balance_minor__gte=0), name="gift_card_never_below_zero"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GiftCardHold",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "card_id", "hold_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("card_id", models.UUIDField()),
                ("hold_id", models.UUIDField()),
                ("amount_minor", models.BigIntegerField()),
                ("until", models.DateTimeField()),
            ],
            options={"db_table": "gift_card_hold"},
        ),
        migrations.CreateModel(
            name="GiftCardEntry",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "card_id", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("card_id", models.UUIDField()),
                ("number", models.IntegerField()),
                ("kind", models.TextField()),
                ("amount_minor", models.BigIntegerField()),
                ("balance_after", models.BigIntegerField()),
                ("held_after", models.BigIntegerField()),
                ("account_id", models.UUIDField(null=True)),
                ("activity_id", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "gift_card_entry",
                "indexes": [models.Index(fields=["account_id"], name="gift_card_entry_by_account")],
            },
        ),
    ]
