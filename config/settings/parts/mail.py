"""Mail: by SMTP where a server is named, else as files in the data folder, to be looked at."""

from config.env import env

EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if env().smtp_host else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = env().data_dir / "mails"
EMAIL_HOST = env().smtp_host
EMAIL_PORT = env().smtp_port
EMAIL_HOST_USER = env().smtp_user
EMAIL_HOST_PASSWORD = env().smtp_password
EMAIL_USE_TLS = env().smtp_security == "starttls"
EMAIL_USE_SSL = env().smtp_security == "tls"
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = env().mail_from or f"noreply@{env().platform_host}"
