"""The default connection, typed as what it is: a wrapper that knows places."""

from typing import cast

from django.db import connection as _connection

from platform_core.tenancy.backend.base import DatabaseWrapper

connection = cast(DatabaseWrapper, _connection)
