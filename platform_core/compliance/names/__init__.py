"""Company names: taken apart, compared, and looked for in lists. Pure functions; what a likeness leads to is decided by people."""

from platform_core.compliance.names.index import Hit, Index
from platform_core.compliance.names.parts import Parts, normalise
from platform_core.compliance.names.scoring import REVIEW, URGENT, Level, Reason, Score, closest, score

__all__ = ["REVIEW", "URGENT", "Hit", "Index", "Level", "Parts", "Reason", "Score", "closest", "normalise", "score"]
