from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Draw',
            fields=[
                ('draw_id', models.TextField(primary_key=True, serialize=False)),
                ('terms', models.BinaryField()),
                ('seed', models.BinaryField()),
                ('salt', models.BinaryField()),
                ('committed_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('closing_sha256', models.TextField(null=True)),
                ('public', models.TextField(null=True)),
                ('drawn_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'draw',
            },
        ),
        migrations.CreateModel(
            name='DrawEntry',
            fields=[
                ('pk', models.CompositePrimaryKey('account_id', 'draw_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('account_id', models.UUIDField()),
                ('draw_id', models.TextField()),
                ('pseudonym', models.TextField()),
                ('entries', models.BigIntegerField()),
                ('takes_part', models.BooleanField()),
            ],
            options={
                'db_table': 'draw_entry',
                'indexes': [models.Index(fields=['draw_id', 'pseudonym'], name='draw_entry_by_draw')],
            },
        ),
        migrations.CreateModel(
            name='DrawWinner',
            fields=[
                ('pk', models.CompositePrimaryKey('account_id', 'draw_id', 'place', blank=True, editable=False, primary_key=True, serialize=False)),
                ('account_id', models.UUIDField()),
                ('draw_id', models.TextField()),
                ('place', models.IntegerField()),
                ('prize', models.TextField()),
            ],
            options={
                'db_table': 'draw_winner',
                'indexes': [models.Index(fields=['draw_id', 'place'], name='draw_winner_by_draw')],
            },
        ),
    ]
