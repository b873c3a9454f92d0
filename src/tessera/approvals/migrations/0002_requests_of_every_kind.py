from django.db import migrations, models

FILL = """
update request set
  asks = jsonb_build_object('currency', currency, 'points', points, 'of', of),
  gives = case when points > 0 and of is null then jsonb_build_object(currency, points) else '{}' end
"""


class Migration(migrations.Migration):
    """Stop the old version first: it asks for columns that are gone."""

    dependencies = [("approvals", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("adjustmentrequest", "adjustment_request_key"),
        migrations.RemoveIndex("adjustmentrequest", "adjustment_request_by_hand"),
        migrations.RemoveConstraint("adjustmentverdict", "adjustment_verdict_outcome"),
        migrations.RenameModel("AdjustmentRequest", "Request"),
        migrations.RenameModel("AdjustmentVerdict", "Verdict"),
        migrations.AlterModelTable("request", "request"),
        migrations.AlterModelTable("verdict", "verdict"),
        migrations.AddField(
            "request", "kind", models.TextField(default="adjustment"), preserve_default=False
        ),
        migrations.AddField("request", "asks", models.JSONField(default=dict), preserve_default=False),
        migrations.AddField("request", "gives", models.JSONField(default=dict), preserve_default=False),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RemoveField("request", "currency"),
        migrations.RemoveField("request", "points"),
        migrations.RemoveField("request", "of"),
        migrations.AddConstraint(
            "request", models.UniqueConstraint(fields=("source", "key"), name="request_key")
        ),
        migrations.AddIndex("request", models.Index(fields=["hand", "asked_at"], name="request_by_hand")),
        migrations.AddConstraint(
            "verdict",
            models.CheckConstraint(
                condition=models.Q(outcome="refused", activity_id__isnull=True)
                | models.Q(outcome__in=("done", "approved"), activity_id__isnull=False),
                name="verdict_outcome",
            ),
        ),
    ]
