import django.contrib.postgres.fields
import django.db.models.deletion
import platform_core.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Coupon',
            fields=[
                ('id', models.UUIDField(default=platform_core.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('kind', models.CharField(choices=[('amount', '减固定金额'), ('percent', '按比例减')], max_length=8)),
                ('currency', models.CharField(max_length=3)),
                ('amount_off', models.BigIntegerField(null=True)),
                ('percent', models.SmallIntegerField(null=True)),
                ('cap', models.BigIntegerField(null=True)),
                ('minimum', models.BigIntegerField(default=0)),
                ('starts_at', models.DateTimeField(null=True)),
                ('ends_at', models.DateTimeField(null=True)),
                ('sku_ids', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('product_ids', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('group_ids', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('single_use', models.BooleanField(default=False)),
                ('most_uses', models.IntegerField(null=True)),
                ('per_buyer', models.SmallIntegerField(null=True)),
                ('used', models.IntegerField(default=0)),
                ('switched_off_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.CharField(max_length=254)),
            ],
            options={
                'indexes': [models.Index(fields=['-created_at'], name='coupon_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('amount_off__gte', 1), ('cap', None), ('kind', 'amount'), ('percent', None)), models.Q(('amount_off', None), ('kind', 'percent'), ('percent__gte', 1), ('percent__lte', 99)), _connector='OR'), name='coupon_kind'), models.CheckConstraint(condition=models.Q(('cap', None), ('cap__gte', 1), _connector='OR'), name='coupon_cap'), models.CheckConstraint(condition=models.Q(('minimum__gte', 0)), name='coupon_minimum'), models.CheckConstraint(condition=models.Q(('starts_at', None), ('ends_at', None), ('starts_at__lt', models.F('ends_at')), _connector='OR'), name='coupon_period'), models.CheckConstraint(condition=models.Q(('used__gte', 0)), name='coupon_used'), models.CheckConstraint(condition=models.Q(('most_uses', None), ('used__lte', models.F('most_uses')), _connector='OR'), name='coupon_within'), models.CheckConstraint(condition=models.Q(('per_buyer', None), ('per_buyer__gte', 1), _connector='OR'), name='coupon_per_buyer'), models.CheckConstraint(condition=models.Q(('single_use', False), ('most_uses__isnull', False), _connector='OR'), name='coupon_codes')],
            },
        ),
        migrations.CreateModel(
            name='CouponCode',
            fields=[
                ('id', models.UUIDField(default=platform_core.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('text', models.CharField(max_length=32)),
                ('most_uses', models.IntegerField(null=True)),
                ('used', models.IntegerField(default=0)),
                ('coupon', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='codes', to='marketing.coupon')),
            ],
        ),
        migrations.CreateModel(
            name='CouponUse',
            fields=[
                ('id', models.UUIDField(default=platform_core.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('order_id', models.UUIDField(unique=True)),
                ('order_number', models.CharField(max_length=32)),
                ('discount', models.BigIntegerField()),
                ('amount', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('person', models.BinaryField(max_length=16)),
                ('buyer_id', models.UUIDField(null=True)),
                ('taken_at', models.DateTimeField()),
                ('returned_at', models.DateTimeField(null=True)),
                ('paid_at', models.DateTimeField(null=True)),
                ('beyond', models.BooleanField(default=False)),
                ('code', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='marketing.couponcode')),
                ('coupon', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='marketing.coupon')),
            ],
        ),
        migrations.AddConstraint(
            model_name='couponcode',
            constraint=models.UniqueConstraint(fields=('text',), name='coupon_code_text'),
        ),
        migrations.AddConstraint(
            model_name='couponcode',
            constraint=models.CheckConstraint(condition=models.Q(('used__gte', 0)), name='coupon_code_used'),
        ),
        migrations.AddConstraint(
            model_name='couponcode',
            constraint=models.CheckConstraint(condition=models.Q(('most_uses', None), ('used__lte', models.F('most_uses')), _connector='OR'), name='coupon_code_within'),
        ),
        migrations.AddIndex(
            model_name='couponuse',
            index=models.Index(fields=['coupon', '-taken_at', '-id'], name='coupon_use_newest'),
        ),
        migrations.AddIndex(
            model_name='couponuse',
            index=models.Index(condition=models.Q(('returned_at', None)), fields=['coupon', 'person'], name='coupon_use_person'),
        ),
        migrations.AddIndex(
            model_name='couponuse',
            index=models.Index(condition=models.Q(('buyer_id__isnull', False), ('returned_at', None)), fields=['coupon', 'buyer_id'], name='coupon_use_buyer'),
        ),
        migrations.AddConstraint(
            model_name='couponuse',
            constraint=models.CheckConstraint(condition=models.Q(('discount__gte', 1)), name='coupon_use_discount'),
        ),
        migrations.AddConstraint(
            model_name='couponuse',
            constraint=models.CheckConstraint(condition=models.Q(('beyond', False), ('returned_at', None), _connector='OR'), name='coupon_use_beyond'),
        ),
        migrations.AddConstraint(
            model_name='couponuse',
            constraint=models.CheckConstraint(condition=models.Q(('paid_at', None), ('returned_at', None), _connector='OR'), name='coupon_use_paid'),
        ),
    ]
