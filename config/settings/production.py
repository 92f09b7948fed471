"""Behind TLS, with PostgreSQL and Valkey given."""

from config.env import BASE_DIR
from config.settings.base import *  # noqa: F403

SECURE_SSL_REDIRECT = True
# Who watches over a process, and who asks for a certificate, come straight to it, behind whatever speaks TLS.
SECURE_REDIRECT_EXEMPT = [r"^(livez|readyz|metrics|internal/tls-allowed)$"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sid"
CSRF_COOKIE_NAME = "__Host-csrf"
KAQUAN_STAFF_COOKIE = "__Secure-kq_staff"  # its path keeps it from being a __Host- cookie

STATIC_ROOT = BASE_DIR / "staticfiles"  # `manage.py collectstatic`, when the image is built
