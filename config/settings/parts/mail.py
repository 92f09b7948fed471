"""Mail: by a provider's API or by SMTP where one is named, else as files in the data folder, to be looked at."""

from config.env import env

# What django-anymail calls the key of each provider that needs nothing else.
KAQUAN_MAIL_APIS = {
    "brevo": "BREVO_API_KEY",
    "mailgun": "MAILGUN_API_KEY",
    "postmark": "POSTMARK_SERVER_TOKEN",
    "resend": "RESEND_API_KEY",
    "sendgrid": "SENDGRID_API_KEY",
    "sparkpost": "SPARKPOST_API_KEY",
}
KAQUAN_MAIL_API = env().mail_api
if KAQUAN_MAIL_API:
    EMAIL_BACKEND = f"anymail.backends.{KAQUAN_MAIL_API}.EmailBackend"
elif env().smtp_host:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
else:
    EMAIL_BACKEND = "platform_core.messaging.backends.FileBackend"
ANYMAIL = {KAQUAN_MAIL_APIS.get(KAQUAN_MAIL_API, "API_KEY"): env().mail_api_key, "REQUESTS_TIMEOUT": (3, 20)}
EMAIL_FILE_PATH = env().data_dir / "mails"
EMAIL_HOST = env().smtp_host
EMAIL_PORT = env().smtp_port
EMAIL_HOST_USER = env().smtp_user
EMAIL_HOST_PASSWORD = env().smtp_password
KAQUAN_SMTP_SECURITY = env().smtp_security
EMAIL_USE_TLS = KAQUAN_SMTP_SECURITY == "starttls"
EMAIL_USE_SSL = KAQUAN_SMTP_SECURITY == "tls"
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = env().mail_from or f"noreply@{env().platform_host}"
