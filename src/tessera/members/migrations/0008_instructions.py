from django.db import migrations, models


class Migration(migrations.Migration):
    """Before the deploy: the new version reads and writes the table, the old one does not know it."""

    dependencies = [("members", "0007_where_points_came_from")]

    operations = [
        migrations.CreateModel(
            name="Instruction",
            fields=[
                ("instruction_id", models.UUIDField(primary_key=True, serialize=False)),
                ("source", models.TextField()),
                ("key", models.TextField()),
                ("member_id", models.UUIDField()),
                ("cause", models.TextField()),
                ("points", models.BigIntegerField()),
                ("on_day", models.SmallIntegerField()),
                ("made_at", models.DateTimeField()),
                ("stopped_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "instruction",
                "constraints": [
                    models.UniqueConstraint(fields=("source", "key"), name="instruction_key"),
                    models.CheckConstraint(
                        condition=models.Q(on_day__range=(1, 31), points__gt=0), name="instruction_sums"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["on_day", "instruction_id"], name="instruction_by_day"),
                    models.Index(fields=["member_id"], name="instruction_by_member"),
                ],
            },
        ),
    ]
