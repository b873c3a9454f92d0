from django.db import migrations, models


class Migration(migrations.Migration):
    """Before the deploy: the new version reads and writes the tables, the old one does not know them."""

    dependencies = [("catalogue", "0002_tallies")]

    operations = [
        migrations.CreateModel(
            name="Voucher",
            fields=[
                ("voucher_id", models.UUIDField(primary_key=True, serialize=False)),
                ("account_id", models.UUIDField()),
                ("member_id", models.UUIDField()),
                ("reward", models.TextField()),
                ("programme_version", models.IntegerField()),
                ("issued_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("state", models.TextField()),
                ("number", models.IntegerField()),
                ("held_by", models.UUIDField(null=True)),
                ("held_until", models.DateTimeField(null=True)),
                ("used_by", models.UUIDField(null=True)),
                ("code_hash", models.BinaryField(null=True)),
                ("code_sealed", models.BinaryField(null=True)),
            ],
            options={
                "db_table": "voucher",
                "indexes": [models.Index(fields=["account_id", "issued_at"], name="voucher_by_account")],
                "constraints": [models.UniqueConstraint(fields=["code_hash"], name="voucher_by_code")],
            },
        ),
        migrations.CreateModel(
            name="VoucherStep",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "voucher_id", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("voucher_id", models.UUIDField()),
                ("number", models.IntegerField()),
                ("step", models.TextField()),
                ("account_id", models.UUIDField()),
                ("activity_id", models.UUIDField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "voucher_step",
                "indexes": [models.Index(fields=["account_id"], name="voucher_step_by_account")],
            },
        ),
    ]
