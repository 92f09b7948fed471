"""A typed client of the Kaquan API."""

from . import models
from .client import Kaquan
from .errors import (
    ApiError,
    Conflict,
    ConnectionFailed,
    Forbidden,
    InvalidRequest,
    KaquanError,
    NotFound,
    OperationFailed,
    RateLimited,
    ServerError,
    Unauthorized,
    UnexpectedAnswer,
)

__all__ = [
    "ApiError", "Conflict", "ConnectionFailed", "Forbidden", "InvalidRequest", "Kaquan", "KaquanError", "NotFound",
    "OperationFailed", "RateLimited", "ServerError", "Unauthorized", "UnexpectedAnswer", "models",
]  # fmt: skip
