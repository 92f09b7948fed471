import django.db.models.deletion
import platform_core.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.UUIDField(default=platform_core.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('type', models.CharField(choices=[('issuances', 'Issuances'), ('codes', 'Codes'), ('redemptions', 'Redemptions'), ('refunds', 'Refunds'), ('ledger', 'Ledger'), ('stock', 'Stock')], max_length=16)),
                ('format', models.CharField(choices=[('csv', 'Csv'), ('jsonl', 'Jsonl')], max_length=8)),
                ('reveal', models.BooleanField(default=False)),
                ('bom', models.BooleanField(default=False)),
                ('issuance_id', models.UUIDField(null=True)),
                ('import_id', models.UUIDField(null=True)),
                ('created_from', models.DateTimeField(null=True)),
                ('created_to', models.DateTimeField(null=True)),
                ('kept_seconds', models.IntegerField()),
                ('state', models.CharField(choices=[('queued', 'Queued'), ('running', 'Running'), ('completed', 'Completed'), ('failed', 'Failed'), ('canceled', 'Canceled'), ('revoked', 'Revoked'), ('expired', 'Expired')], default='queued', max_length=12)),
                ('salt', models.BinaryField(max_length=32)),
                ('file', models.CharField(blank=True, max_length=40)),
                ('rows', models.BigIntegerField(default=0)),
                ('bytes', models.BigIntegerField(default=0)),
                ('sha256', models.BinaryField(max_length=32, null=True)),
                ('failure', models.CharField(blank=True, max_length=32)),
                ('created_by', models.CharField(max_length=80)),
                ('ip', models.GenericIPAddressField(null=True)),
                ('created_at', models.DateTimeField()),
                ('as_of', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('expires_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'expires_at'], name='export_due')],
            },
        ),
        migrations.CreateModel(
            name='ExportDownload',
            fields=[
                ('id', models.UUIDField(default=platform_core.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('ip', models.GenericIPAddressField(null=True)),
                ('at', models.DateTimeField()),
                ('export', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='downloads', to='reporting.export')),
            ],
        ),
    ]
