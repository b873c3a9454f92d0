from django.db import migrations, models


class Migration(migrations.Migration):
    """Before the deploy: the new version reads and writes these, the old one does not know them."""

    dependencies = [("versions", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="programmeversion",
            name="edition",
            field=models.IntegerField(db_default=0),
        ),
        migrations.CreateModel(
            name="CatalogueItem",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "reward_id", "since", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reward_id", models.TextField()),
                ("since", models.IntegerField()),
                ("until", models.IntegerField(null=True)),
                ("body", models.BinaryField()),
                ("facet", models.BinaryField()),
            ],
            options={"db_table": "catalogue_item"},
        ),
    ]
