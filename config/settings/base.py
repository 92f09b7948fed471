"""What every environment shares."""

from pathlib import Path

from config.env import BASE_DIR, env
from config.sentry import start as start_error_reports
from config.settings.parts.apps import *  # noqa: F403
from config.settings.parts.billing import *  # noqa: F403
from config.settings.parts.database import *  # noqa: F403
from config.settings.parts.goals import read_goals
from config.settings.parts.logging import LOGGING  # noqa: F401
from config.settings.parts.mail import *  # noqa: F403
from config.settings.parts.queue import *  # noqa: F403
from config.settings.parts.rest import REST_FRAMEWORK, SPECTACULAR_SETTINGS  # noqa: F401
from config.settings.parts.secrets import master_key, secret_key
from config.settings.parts.security import *  # noqa: F403

SECRET_KEY = secret_key()
KAQUAN_MASTER_KEY = master_key()
DEBUG = env().debug
KAQUAN_DATA_DIR = env().data_dir
KAQUAN_PLATFORM_HOST = env().platform_host
TRUSTED_PROXIES = env().trusted_proxies
KAQUAN_EVENT_WAITERS = env().event_waiters
KAQUAN_PUBLIC_SCHEME = env().public_scheme
KAQUAN_PUBLIC_PORT = env().public_port
KAQUAN_PORT = env().port

ROOT_URLCONF = "config.urls_public"
WSGI_APPLICATION = "config.wsgi.application"
ALLOWED_HOSTS = ["*"]  # the tenancy middleware knows the hosts and answers 404 to any other
APPEND_SLASH = False

MIDDLEWARE = [
    "platform_core.tenancy.middleware.FaceMiddleware",
    "merchant_api.request_logging.RequestLogMiddleware",
    "config.middleware.SharedPages",
    "config.middleware.WhiteNoise",
    "config.middleware.Security",
    "config.middleware.ContentSecurityPolicy",
    "config.middleware.PlatformSession",
    "config.middleware.ShopSession",
    "config.middleware.Locale",
    "config.middleware.Habits",
    "config.middleware.Common",
    "config.middleware.Csrf",
    "config.middleware.Authentication",
    "config.middleware.Messages",
    "config.middleware.XFrameOptions",
    "config.middleware.Closed",
    "config.middleware.Axes",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],  # parts of forms, for all faces
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "platform_core.tenancy.template_context.addresses",
                "tenants.storefront.template_context.front",
            ],
        },
    }
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

AUTH_USER_MODEL = "identity.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "config" / "static"]  # ui/: the tokens and parts that all faces share
STATIC_ROOT: Path | None = env().data_dir / "static"  # collected by `prepare`, under names with a hash of the content
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static_files.HashedFiles"},
}
KAQUAN_SHARED_PAGE_SECONDS = 3  # how old a page of the shop may be for visitors without a session; 0: never kept
WHITENOISE_USE_FINDERS = False
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600  # of names without a hash; those with one are kept for ever
MEDIA_ROOT = env().data_dir / "media"

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
# Uploaded stock files are sealed before they touch the disk; a logo comes the same way. Letters of authorities stay in memory.
FILE_UPLOAD_HANDLERS = [
    "platform_core.compliance.files.receiving.LetterUploadHandler",
    "tenants.inventory.uploads.SealedUploadHandler",
]

# Steps of provisioning a tenant, in order, each ``module:function(tenant)`` inside the tenant's schema.
KAQUAN_PROVISIONING_STEPS = [
    "tenants.inventory.services.create_data_key:create_data_key",
    "tenants.finance.services.open_books:open_books",
    "tenants.catalog.services.lay_out_preset:lay_out_preset",
]
# What a test twin is stocked with on its first use, inside its schema. A twin of an older edition is stocked again, so every step
# is harmless to repeat.
KAQUAN_TWIN_STEPS = ["tenants.demo.services.stock_twin:stock_twin"]
KAQUAN_TEST_GOODS = 1
KAQUAN_RESERVED_SLUGS = frozenset(
    [
        "api",
        "www",
        "admin",
        "kaquan",
        "pay",
        "sandbox",
        "static",
        "media",
        "assets",
        "cdn",
        "mail",
        "smtp",
        "imap",
        "ftp",
        "ns",
        "ns1",
        "ns2",
        "status",
        "docs",
        "doc",
        "help",
        "support",
        "app",
        "apps",
        "console",
        "dashboard",
        "staff",
        "platform",
        "account",
        "accounts",
        "login",
        "logout",
        "signup",
        "register",
        "auth",
        "oauth",
        "sso",
        "id",
        "billing",
        "webhook",
        "webhooks",
        "dock",
        "test",
        "demo-test",
        "dev",
        "staging",
        "internal",
        "root",
        "system",
        "security",
        "abuse",
        "postmaster",
        "hostmaster",
        "webmaster",
        "localhost",
    ]
)
# Looked at every few seconds: whether there is work that nobody was woken for, and the Celery task that does it.
KAQUAN_WAKE_UPS = {
    "platform_core.tenancy.job_runner:is_job_due": "platform_core.tenancy.tasks.run_due_jobs",
    "webhooks.dispatcher:is_delivery_due": "webhooks.tasks.deliver",
}
# Called after every migration, and when there was none: what comes with the release and stands in tables.
KAQUAN_AFTER_MIGRATIONS = [
    "platform_core.compliance.services.load_released_rules:load_released_rules",
    "platform_core.compliance.services.keep_installation_profile:keep_installation_profile",
]
# Run in every tenant every few seconds: what is due there.
# What of a shop is sealed into its chain.
KAQUAN_AUDITED = ["tenants.access.audited:AUDITED", "tenants.issuance.audited:AUDITED"]
KAQUAN_TENANT_SWEEPS = [
    "tenants.access.services.seal_audit:seal_audit",
    "tenants.orders.services.expire_orders:expire_orders",
    "tenants.orders.services.ask_gateways:ask_gateways",
    "tenants.orders.services.watch_holding:watch_holding",
    "tenants.orders.services.complete_restocked:complete_restocked",
    "tenants.orders.services.flag_overdue_orders:flag_overdue_orders",
    "tenants.orders.services.push_purchases:push_purchases",
    "tenants.orders.services.report_recalls:report_recalls",
    "tenants.inventory.services.release_expired_reservations:release_expired_reservations",
    "tenants.inventory.services.sweep_uploads:sweep_uploads",
    "tenants.inventory.services.report_stock_levels:report_stock_levels",
    "tenants.issuance.services.fill_backorders:fill_backorders",
    "tenants.issuance.services.mail_due_deliveries:mail_due_deliveries",
    "tenants.issuance.services.tell_expiring_codes:tell_expiring_codes",
    "tenants.reporting.services.sweep_exports:sweep_exports",
]
# Run in every tenant every few minutes: what has no hurry.
KAQUAN_TENANT_CHORES = [
    "tenants.access.services.seal_late_audit:seal_late_audit",
    "tenants.access.services.tell_expiring_keys:tell_expiring_keys",
    "tenants.access.services.purge_request_log:purge_request_log",
    "tenants.access.services.purge_idempotency_records:purge_idempotency_records",
    "tenants.customers.services.purge_codes:purge_codes",
    "tenants.insights.services.pair_products:pair_products",
    "tenants.insights.services.count_days:count_days",
    "tenants.orders.services.forget_old_buyers:forget_old_buyers",
    "tenants.orders.services.shred_codes:shred_codes",
    "tenants.orders.services.shred_handed_over:shred_handed_over",
    "tenants.orders.services.shred_off_shelf:shred_off_shelf",
    "tenants.orders.services.forget_purchasers:forget_purchasers",
    "tenants.orders.services.push_prices:push_prices",
    "tenants.orders.services.push_lots:push_lots",
    "tenants.orders.services.push_conduct:push_conduct",
    "tenants.issuance.services.measure_pace:measure_pace",
    "tenants.finance.services.close_days:close_days",
    "tenants.reporting.services.make_figures:make_figures",
    "tenants.reporting.services.fetch_due_statements:fetch_due_statements",
]
# Sheets so long that a job writes them: of what was asked, the rows and how many.
KAQUAN_LONG_SHEETS = {
    "orders": "tenants.console.long_sheets:orders_of",
    "ledger": "tenants.console.long_sheets:ledger_of",
}
KAQUAN_API_VERSIONS = "merchant_api.versions.words:api_versions"  # what the back office shows of them
# How the back office sends a failed live request again in test mode: find_obstacle(entry), replay_in_test(entry, ip=…).
KAQUAN_REPLAYS = [
    "merchant_api.test_mode.replaying:find_obstacle",
    "merchant_api.test_mode.replaying:replay_in_test",
]
# How an event is written out for a receiver, the same as /v1/events answers it, and one of each type for trying.
KAQUAN_EVENT_RENDERER = "merchant_api.v1.events.rendering:render_delivery_body"
KAQUAN_EVENT_EXAMPLES = "merchant_api.event_examples:example_of"
# May merchants have this very machine called (their receiver under development)? Never where strangers can sign up.
KAQUAN_LOCAL_RECEIVERS = False
KAQUAN_READ_AHEAD = True  # what is kept for seconds is read again by a thread, before a request has to
# May live shops be paid with no money (the sandbox)? Only where everybody knows that it is a demo.
KAQUAN_SANDBOX_PAYMENTS = False
# May what live shops write to buyers be looked at here instead of being received? Only where everybody knows that it is a demo.
KAQUAN_LOCAL_OUTBOX = False
KAQUAN_STRIPE_API = "https://api.stripe.com"
KAQUAN_STRIPE_KEY = env().stripe_key  # the platform's, to which merchants' accounts are connected
KAQUAN_STRIPE_WEBHOOK_SECRETS = env().stripe_webhook_secrets
KAQUAN_PLANS_FILE = env().plans_file or str(BASE_DIR / "config" / "plans.toml")
KAQUAN_METRICS_TOKEN = env().metrics_token  # who may read /metrics; empty: nobody
KAQUAN_DNS_SERVERS = env().dns_servers  # asked for the proof of merchants' domains; none: those of the system
# May the same person be looked for in several shops (PI-07)? For the statutory duties against fraud and money laundering alone.
KAQUAN_PERSON_SIGNALS = env().person_signals != "0"
# Must whoever can move money or see codes in bulk log in with a second factor?
KAQUAN_REQUIRE_SECOND_FACTOR = env().require_second_factor != "0"
# May only those merchants sell whom the platform verified, or the operator vouched for (电商法 27)? What staff froze never sells.
KAQUAN_REQUIRE_QUALIFICATION = env().require_qualification != "0"
KAQUAN_LOG_DAYS = max(
    int(env().log_days or 365), 183
)  # how long security logs are kept; 网络安全法 asks for six months
KAQUAN_RETENTION_PROFILE = env().retention_profile  # licensed: records of all shops are kept for ten years
# Against which lists merchants and suppliers must be screened (反洗钱法 第40条), by their short names; none: whatever is loaded.
KAQUAN_WATCH_LISTS = env().watch_lists
KAQUAN_LEAST_YEARS = (
    "platform_core.compliance.retention_selectors:get_least_years"  # how long the records of a shop must be kept
)
# Which rules shops ask, by flow: the lists that they ask by, for the console of the staff.
KAQUAN_RULE_USES = {
    "listing": ["tenants.catalog.card_facts:OF_PRODUCT"],
    "texts": ["tenants.catalog.services.review_texts:OF_TEXTS"],
    "import": [
        "tenants.inventory.services.screen_source:OF_SOURCE",
        "tenants.inventory.services.screen_validity:OF_VALIDITY",
    ],
    "order": [
        "tenants.catalog.card_facts:OF_SALE",
        "tenants.catalog.card_facts:OF_GAME",
        "tenants.orders.services.check_purchase:NO_RETURN",
    ],
    "payment": [
        "tenants.catalog.card_facts:OF_METHOD",
        "tenants.payments.services.check_payment:OF_COUNTRY",
        "tenants.payments.services.check_payment:OF_SHARE",
    ],
    "refund": ["tenants.payments.services.check_refund:OF_REFUND"],
    "balance": ["tenants.payments.services.check_balances:OF_BALANCES"],
    "record": ["tenants.orders.services.forget_purchasers:OF_RECORD"],
}
KAQUAN_GOAL_HOURS = read_goals(env().goal_hours)  # of the staff's queues, for the boards
KAQUAN_CLAMD = env().clamd  # the virus scanner that papers pass through; empty: the checks of their content alone
# Must the platform's staff? Always, but where only this machine reaches it: see local.
KAQUAN_REQUIRE_STAFF_FACTOR = True
KAQUAN_VIEW_SECONDS = 5.0  # views of products are counted so much later, in batches
KAQUAN_REQUEST_LOG_SECONDS = 1.0  # requests are logged so much later, in batches
KAQUAN_SPARE_SCHEMAS = 3
KAQUAN_MEMBERSHIP_STEPS = ["platform_core.identity.services.add_owner:add_owner"]

start_error_reports()
