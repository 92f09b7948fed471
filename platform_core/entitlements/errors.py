from platform_core.kernel.errors import DomainError


class PlanUnknown(DomainError):
    """There is no plan of this name; ``plans`` names those there are."""

    code = "plan_unknown"
