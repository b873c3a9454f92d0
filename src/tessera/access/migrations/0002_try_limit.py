from django.db import migrations, models


class Migration(migrations.Migration):
    """Before the deploy: the new version reads and writes the table, the old one does not know it."""

    dependencies = [("access", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="TryLimit",
            fields=[
                ("subject", models.TextField(primary_key=True, serialize=False)),
                ("full_at", models.DateTimeField()),
            ],
            options={"db_table": "try_limit"},
        ),
    ]
