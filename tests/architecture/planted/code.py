"""Trees for the rules that look at single calls and imports."""

from __future__ import annotations

from tests.architecture.planted.case import Case

VIEW = "tenants/console/views/orders.py"
SERVICE = "tenants/orders/services/place_order.py"
MODEL = "tenants/orders/models/order.py"
ENV = 'import os\nurl = os.environ.get("DATABASE_URL", "")\n'
LABEL = {"tenants/catalog/apps.py": 'class C(AppConfig):\n    name = "tenants.catalog"\n    label = "catalog"\n'}

CODE = [
    Case("environment", {"config/env.py": ENV, ".env.example": "DATABASE_URL=\n"}, None),
    Case("environment", {"config/env.py": ENV, ".env.example": ""}, "DATABASE_URL is read and not listed"),
    Case("environment", {".env.example": "REDIS_URL=\n"}, "REDIS_URL is listed and not read"),
    Case("environment", {VIEW: "import os\nhost = os.environ['HOST']\n"}, "read in config/env.py alone"),
    Case("environment", {VIEW: "import os\nhost = os.getenv('HOST')\n"}, "read in config/env.py alone"),
    Case("environment", {VIEW: "from os import environ\nhost = environ['HOST']\n"}, "read in config/env.py alone"),
    Case("environment", {"manage.py": "import os\nos.environ.setdefault('A', 'b')\n"}, None),
    Case("environment", {"manage.py": "import os\na = os.environ.get('AB')\n"}, "read in config/env.py alone"),
    Case("environment", {"platform_core/runtime/up.py": "import os\nchild = {**os.environ, 'A': 'b'}\n"}, None),
    Case("environment", {"platform_core/runtime/up.py": "import os\na = os.environ.get('AB')\n"}, "alone"),
    Case("tenant_context", {SERVICE: "with tenant_context(tenant):\n    pass\n"}, None),
    Case("tenant_context", {SERVICE: "with tenant:\n    pass\n"}, "with tenant: use tenancy.context"),
    Case("tenant_context", {SERVICE: "with request.tenant as shop:\n    pass\n"}, "with request.tenant"),
    Case("tenant_context", {VIEW: "connection.set_tenant(tenant)\n"}, "set_tenant: use tenancy.context"),
    Case("tenant_context", {VIEW: "connection.set_schema('x')\n"}, "set_schema: use tenancy.context"),
    Case("tenant_context", {"tests/unit/test_x.py": "with schema_context('x'):\n    pass\n"}, "schema_context"),
    Case("tenant_context", {VIEW: "from django_tenants.utils import tenant_context\n"}, "use tenancy.context"),
    Case("tenant_context", {SERVICE: "SQL = 'SET ROLE kq_owner'\n"}, "set by the database backend alone"),
    Case("tenant_context", {"platform_core/tenancy/context.py": "connection.set_tenant(tenant)\n"}, None),
    Case("raw_sql", {SERVICE: "with connection.cursor() as c:\n    c.execute('SELECT %s', [1])\n"}, None),
    Case("raw_sql", {VIEW: "with connection.cursor() as c:\n    pass\n"}, "no cursor here"),
    Case("raw_sql", {"tenants/orders/tasks.py": "c = connection.cursor()\n"}, "no cursor here"),
    Case("raw_sql", {SERVICE: "c.execute(f'SELECT {x}')\n"}, "a statement built from texts"),
    Case("raw_sql", {SERVICE: "c.execute('SELECT ' + x)\n"}, "a statement built from texts"),
    Case("raw_sql", {SERVICE: "c.execute('SELECT {}'.format(x))\n"}, "a statement built from texts"),
    Case("raw_sql", {SERVICE: "c.execute(sql.SQL('SELECT {}').format(x))\n"}, None),
    Case("raw_sql", {SERVICE: "Order.objects.raw('SELECT 1')\n"}, "SQL in disguise"),
    Case("raw_sql", {SERVICE: "from django.db.models.expressions import RawSQL\n"}, "RawSQL"),
    Case("plain_print", {VIEW: "print('here')\n"}, "print("),
    Case("plain_print", {VIEW: "console.print('here')\nself.stdout.write('x')\n# print('no')\n"}, None),
    Case("clock", {SERVICE: "at = datetime.now()\n"}, "use kernel.clock"),
    Case("clock", {SERVICE: "at = dt.datetime.utcnow()\n"}, "use kernel.clock"),
    Case("clock", {SERVICE: "at = dt.date.today()\n"}, "use kernel.clock"),
    Case("clock", {SERVICE: "at = timezone.now()\n"}, "use kernel.clock"),
    Case("clock", {SERVICE: "at = dt.datetime.fromtimestamp(x)\n"}, "use kernel.clock"),
    Case("clock", {SERVICE: "at = dt.datetime.fromtimestamp(x, dt.UTC)\nother = now()\n"}, None),
    Case("wall", {MODEL: "from platform_core.identity.models import User\n"}, "stands across the wall"),
    Case("wall", {MODEL: "from platform_core.tenancy.models.tenant import Tenant\n"}, "stands across the wall"),
    Case("wall", {MODEL: "from platform_core.tenancy import models\n"}, "stands across the wall"),
    Case("wall", {MODEL: "user = models.ForeignKey('identity.User')\n"}, "leaves the schema"),
    Case("wall", {MODEL: "user = models.ForeignKey(to=settings.AUTH_USER_MODEL)\n"}, "leaves the schema"),
    Case("wall", {**LABEL, MODEL: "x = models.ForeignKey('catalog.Sku')\nuser_id = models.UUIDField()\n"}, None),
    Case("money", {MODEL: "price = models.FloatField()\n"}, "price is a FloatField"),
    Case("money", {MODEL: "unit_price = models.DecimalField()\n"}, "unit_price is a DecimalField"),
    Case("money", {SERVICE: "def pay(amount: float): ...\n"}, "amount is a float"),
    Case("money", {SERVICE: "def total_price() -> float: ...\n"}, "total_price returns a float"),
    Case("money", {SERVICE: "x = float(order.amount)\n"}, "float() of money"),
    Case("money", {SERVICE: "x = order.amount / 100\n"}, "money by a fraction"),
    Case("money", {SERVICE: "x = price * 0.9\n"}, "money by a fraction"),
    Case("money", {SERVICE: "def pay(amount: int, wait: float): ...\nx = price * 9 // 10\n"}, None),
    Case("dynamic_models", {SERVICE: "apps.get_model('orders', 'Order')\n"}, "get_model outside a migration"),
    Case(
        "dynamic_models",
        {MODEL: "from django.contrib.contenttypes.fields import GenericForeignKey\n"},
        "GenericForeignKey",
    ),
    Case("dynamic_models", {"tenants/orders/migrations/0002_x.py": "apps.get_model('orders', 'Order')\n"}, None),
    Case("domain_purity", {SERVICE: "from django.http import Http404\n"}, "domain code imports django.http"),
    Case("domain_purity", {MODEL: "import rest_framework.serializers\n"}, "domain code imports rest_framework"),
    Case("domain_purity", {"tenants/orders/errors.py": "from django.http import Http404\n"}, "domain code imports"),
    Case("domain_purity", {"tenants/console/views/errors.py": "from django.http import Http404\n"}, None),
    Case("domain_purity", {VIEW: "import stripe\n"}, "stripe is spoken in"),
    Case("domain_purity", {VIEW: "from django_tenants.utils import x\n"}, "django_tenants is spoken in"),
    Case("domain_purity", {SERVICE: "from tenants.orders.tasks import run\n"}, "jobs are called by name"),
    Case("domain_purity", {"tenants/orders/apps.py": "from tenants.orders import tasks\n"}, None),
]
