from typing import Any

import msgspec
from django.db import migrations, models

from tessera.kit.yearly import birthday_of, number_of

MEMBERS_A_FETCH = 5_000


def remember_birthdays(apps: Any, _schema_editor: Any) -> None:
    """Those that members told before there was a column for them."""
    member = apps.get_model("members", "Member")
    read = msgspec.msgpack.Decoder(dict[str, str]).decode
    told = []
    for one in member.objects.only("member_id", "traits").iterator(chunk_size=MEMBERS_A_FETCH):
        born = birthday_of(read(bytes(one.traits)).get("birthday"))
        if born is not None:
            one.birthday = number_of(born)
            told.append(one)
        if len(told) == MEMBERS_A_FETCH:
            member.objects.bulk_update(told, ["birthday"])
            told = []
    member.objects.bulk_update(told, ["birthday"])


class Migration(migrations.Migration):
    """Before the deploy: the old version leaves the new column empty, so birthdays told to it meanwhile are found only
    when they are told again."""

    dependencies = [("members", "0002_trait_change")]

    operations = [
        migrations.AddField("member", "birthday", models.SmallIntegerField(null=True)),
        migrations.RunPython(remember_birthdays, migrations.RunPython.noop),
        migrations.AddIndex("member", models.Index(fields=["birthday", "member_id"], name="member_birthday")),
        # By the day of the year in UTC; what day it was in a programme's zone is told from the rows beside it.
        migrations.RunSQL(
            """
            create index member_joined on member (
              (extract(month from enrolled_at at time zone 'UTC')::int * 100
               + extract(day from enrolled_at at time zone 'UTC')::int), member_id)
            """,
            "drop index member_joined",
        ),
        migrations.CreateModel(
            name="Almanac",
            fields=[
                ("almanac_id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("day", models.DateField(null=True)),
                ("step", models.IntegerField(default=0)),
                ("after", models.UUIDField(null=True)),
            ],
            options={"db_table": "almanac"},
        ),
        migrations.RunSQL("insert into almanac (almanac_id, step) values (1, 0)", migrations.RunSQL.noop),
    ]
