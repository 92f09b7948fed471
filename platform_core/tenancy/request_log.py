from contextvars import ContextVar

# The id of the request (or job) being served; every log line carries it.
request_id: ContextVar[str] = ContextVar("request_id", default="")
