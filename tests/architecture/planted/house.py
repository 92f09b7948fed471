"""Trees for the rules of the house: what stands where, and what an app has inside."""

from __future__ import annotations

from tests.architecture.planted.case import Case

LISTS = 'SHARED_APPS = ["platform_core.events"]\nTENANT_APPS = ["tenants.orders"]\nOTHER_APPS = ["merchant_api"]\n'
LISTED = {f"{folder}/apps.py": "" for folder in ("platform_core/events", "tenants/orders", "merchant_api")}
APP = 'class OrdersConfig(AppConfig):\n    name = "tenants.orders"\n    label = "orders"\n'
MODEL = "from tenants.orders.models.{0} import X\n"
SERVICE = "tenants/orders/services/place_order.py"

HOUSE = [
    Case("placement", {"helpers/__init__.py": ""}, "unknown top-level package"),
    Case("placement", {"tenants/gifts/__init__.py": ""}, "unknown app tenants.gifts"),
    Case("placement", {"tenants/orders/brain.py": ""}, "brain has no place in tenants.orders"),
    Case("placement", {"tenants/orders/brain/deep.py": ""}, "brain has no place in tenants.orders"),
    Case("placement", {"tenants/console/models/page.py": ""}, "tenants.console has no tables"),
    Case("placement", {"tenants/orders/models.py": ""}, "models is a package"),
    Case("placement", {"tenants/loose.py": ""}, "a module outside every app"),
    Case("placement", {"tenants/inventory/reading/utils.py": ""}, "a name that says nothing"),
    Case("placement", {"merchant_api/v1/orders/brain.py": ""}, "brain has no place in a resource"),
    Case("placement", {"config/brain.py": ""}, "brain has no place in config"),
    Case("placement", {"script.py": ""}, "unknown top-level module"),
    Case(
        "placement", {"tenants/orders/selectors.py": "", "merchant_api/v1/orders/views.py": "", "manage.py": ""}, None
    ),
    Case("app_lists", {**LISTED, "config/settings/parts/apps.py": LISTS}, None),
    Case(
        "app_lists",
        {**LISTED, "config/settings/parts/apps.py": LISTS.replace('["tenants.orders"]', "[]")},
        "tenants.orders stands in no list",
    ),
    Case(
        "app_lists",
        {**LISTED, "config/settings/parts/apps.py": LISTS.replace('events"]', 'events", "tenants.orders"]')},
        "tenants.orders has no tables in public",
    ),
    Case(
        "app_lists",
        {**LISTED, "config/settings/parts/apps.py": LISTS.replace('orders"]', 'orders", "platform_core.events"]')},
        "platform_core.events stands in ['SHARED_APPS', 'TENANT_APPS']",
    ),
    Case(
        "app_lists",
        {**LISTED, "merchant_api/models/log.py": "", "config/settings/parts/apps.py": LISTS},
        "merchant_api has tables",
    ),
    Case("app_kit", {"tenants/orders/apps.py": APP}, None),
    Case("app_kit", {"tenants/orders/apps.py": APP.replace("label", "verbose_name")}, "no explicit label"),
    Case("app_kit", {"tenants/orders/models/order.py": ""}, "has models and no apps.py"),
    Case("app_kit", {"tenants/orders/facts.py": "class State(models.TextChoices):\n    A = 'a'\n"}, "enums.py"),
    Case("app_kit", {SERVICE: "class Gone(DomainError):\n    code = 'gone'\n"}, "Gone belongs in errors.py"),
    Case("app_kit", {SERVICE: "Order.objects.select_for_update().get()\n"}, "locks belong in locks.py"),
    Case("app_kit", {"tenants/orders/locks.py": "Order.objects.select_for_update().get()\n"}, None),
    Case("app_kit", {"tenants/orders/selectors.py": "def order(): ...\n"}, "a read is get_, find_ or list_"),
    Case("app_kit", {"tenants/orders/selectors.py": "def get_order(): ...\ndef _row(): ...\n"}, None),
    Case(
        "model_files",
        {
            "tenants/orders/models/order.py": "class Order(Model): ...\nclass OrderManager(Manager[Order]): ...\n",
            "tenants/orders/models/__init__.py": MODEL.format("order"),
        },
        None,
    ),
    Case(
        "model_files",
        {
            "tenants/orders/models/order.py": "class Order(Model): ...\nclass Line(Model): ...\n",
            "tenants/orders/models/__init__.py": MODEL.format("order"),
        },
        "2 classes in a model file",
    ),
    Case("model_files", {"tenants/orders/models/order.py": "class Order(Model): ...\n"}, "not imported by its package"),
    Case(
        "model_files",
        {
            "tenants/orders/models/order.py": "class OrderLine(Model): ...\n",
            "tenants/orders/models/__init__.py": MODEL.format("order"),
        },
        "OrderLine stands in order.py",
    ),
    Case("service_files", {SERVICE: "def place_order(*, now): ...\ndef _price(x): ...\n"}, None),
    Case("service_files", {SERVICE: "def place_order(now): ...\n"}, "place_order takes now by position"),
    Case("service_files", {SERVICE: "def order(*, now): ...\n"}, "no function place_order"),
    Case(
        "service_files",
        {SERVICE: "def place_order(*, now): ...\ndef cancel_order(*, now): ...\n"},
        "a second public function: cancel_order",
    ),
    Case("sizes", {"tenants/orders/facts.py": "x = 1\n" * 300}, None),
    Case("sizes", {"tenants/orders/facts.py": "x = 1\n" * 301}, "301 lines, at most 300"),
    Case("sizes", {"clients/python/kaquan/generated/types.py": "x = 1\n" * 301}, None),
    Case("sizes", {"clients/python/kaquan/client.py": "x = 1\n" * 301}, "301 lines, at most 300"),
    Case("sizes", {"tenants/orders/facts.py": "def long():\n" + "    x = 1\n" * 50}, "long has 51 lines"),
    Case("docstrings", {SERVICE: 'def place_order():\n    """Place it."""\ndef _own(): ...\n'}, None),
    Case("docstrings", {SERVICE: "def place_order(): ...\n"}, "place_order has no docstring"),
    Case("docstrings", {"tenants/orders/selectors.py": "def get_order(): ...\n"}, "get_order has no docstring"),
    Case(
        "docstrings",
        {"platform_core/kernel/ids.py": 'class Ids:\n    """Ids."""\n    def next(self): ...\n'},
        "next has no docstring",
    ),
    Case("file_names", {"tests/a/test_one.py": "", "tests/b/test_two.py": ""}, None),
    Case("file_names", {"tests/a/test_one.py": "", "tests/b/test_one.py": "", "tests/b/__init__.py": ""}, None),
    Case("file_names", {"tests/a/test_one.py": "", "tests/b/test_one.py": ""}, "tests/a/test_one.py has this name too"),
]
