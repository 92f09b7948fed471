"""Mail: by SMTP where a server is named, else as files in the data folder, to be looked at."""

from config.env import env

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if env().smtp_host else "platform_core.messaging.backends.FileBackend"
)
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
