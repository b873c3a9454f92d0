from django.db import migrations, models


class Migration(migrations.Migration):
    """Before the deploy: the old version leaves the new column empty, and its members' levels are noted when something
    happens to them again."""

    dependencies = [("members", "0004_merges"), ("versions", "0001_initial")]

    operations = [
        migrations.AddField("standing", "review_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "standing",
            models.Index(
                fields=["review_at"], name="standing_review", condition=models.Q(review_at__isnull=False)
            ),
        ),
        migrations.CreateModel(
            name="VersionReview",
            fields=[
                ("review_id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("version", models.IntegerField(default=0)),
                ("after", models.UUIDField(null=True)),
            ],
            options={"db_table": "version_review"},
        ),
        migrations.RunSQL(
            "insert into version_review (review_id, version) select 1, coalesce(max(number), 0) from programme_version",
            migrations.RunSQL.noop,
        ),
    ]
