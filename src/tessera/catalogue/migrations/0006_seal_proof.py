from django.db import migrations, models


class Migration(migrations.Migration):
    """Before the deploy: the new version keeps its proof there, the old one does not know the table."""

    dependencies = [("catalogue", "0005_pools")]

    operations = [
        migrations.CreateModel(
            name="SealProof",
            fields=[
                ("place", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
            ],
            options={"db_table": "seal_proof"},
        ),
    ]
