from tenants.issuance.models.issuance import Issuance
from tenants.issuance.models.issuance_history import IssuanceHistory
from tenants.issuance.models.issuance_line import IssuanceLine
from tenants.issuance.models.reveal import Reveal

__all__ = ["Issuance", "IssuanceHistory", "IssuanceLine", "Reveal"]
