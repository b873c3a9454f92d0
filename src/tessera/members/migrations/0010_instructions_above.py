from django.db import migrations, models


class Migration(migrations.Migration):
    """It can run before the new version: the old one goes on writing what fits."""

    dependencies = [("members", "0009_subscriptions")]

    operations = [
        migrations.RemoveConstraint("instruction", "instruction_sums"),
        migrations.AlterField("instruction", "points", models.BigIntegerField(null=True)),
        migrations.AddField("instruction", "above", models.BigIntegerField(null=True)),
        migrations.AddConstraint(
            "instruction",
            models.CheckConstraint(
                condition=models.Q(on_day__range=(1, 31))
                & (models.Q(points__gt=0, above=None) | models.Q(points=None, above__gte=0)),
                name="instruction_sums",
            ),
        ),
    ]
