"""The embedded PostgreSQL and Valkey, and ``manage.py up``. Stands apart: knows no model and is known by nobody."""
