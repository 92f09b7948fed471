from platform_core.compliance.models.code_meeting import CodeMeeting
from platform_core.compliance.models.code_print import CodePrint
from platform_core.compliance.models.finding import Finding
from platform_core.compliance.models.print_epoch import PrintEpoch
from platform_core.compliance.models.print_tally import PrintTally
from platform_core.compliance.models.released_span import ReleasedSpan
from platform_core.compliance.models.screened_lot import ScreenedLot
from platform_core.compliance.models.supplier import Supplier

__all__ = [
    "CodeMeeting",
    "CodePrint",
    "Finding",
    "PrintEpoch",
    "PrintTally",
    "ReleasedSpan",
    "ScreenedLot",
    "Supplier",
]
