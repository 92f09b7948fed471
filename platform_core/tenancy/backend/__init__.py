"""Django database backend that puts search path AND role of a tenant on the connection, in one round trip."""
