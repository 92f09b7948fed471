"""Everything that is sent and answered."""

from .generated.models import *  # noqa: F403
from .generated.types import UNSET as UNSET
from .generated.types import File as File
