from platform_core.kernel.errors import DomainError
from platform_core.kernel.sealing import SealBroken


class CodeStockExhausted(DomainError):
    """Fewer codes are for sale than were asked for. Nothing was taken."""

    code = "insufficient_stock"


class ReservationGone(DomainError):
    """The hold has timed out or was released; its codes may be somebody else's."""

    code = "reservation_gone"


class CodesAreGenerated(DomainError):
    """The SKU makes its codes itself when they are issued; nothing is imported for it."""

    code = "codes_are_generated"


class ImportNotUndoable(DomainError):
    """The import is not finished, or was undone before."""

    code = "import_not_undoable"


class ImportNotCancelable(DomainError):
    """The import is already over."""

    code = "import_not_cancelable"


class BatchStateInvalid(DomainError):
    """The batch is not in a state in which this can be done to it: withdrawn, or off the shelf for ever."""

    code = "batch_state_invalid"


class BatchBusy(DomainError):
    """A checkout holds codes of the batch; it ends within minutes."""

    code = "batch_busy"


class BatchNotMovable(DomainError):
    """Codes cannot go to that SKU; ``reason``: ``same``, ``terms``, ``generated``, ``too_many``, ``empty``."""

    code = "batch_not_movable"


class RobotInvalid(DomainError):
    """``reason``: ``host`` (no robot of a chat that is known here), ``url``, ``name``, ``too_many``."""

    code = "robot_invalid"


class RobotDidNotTake(DomainError):
    """A chat did not take a message; ``reason`` in a word or its own code."""

    code = "robot_did_not_take"


class NotInTestMode(DomainError):
    """Something that only a test shop may do was asked for in a live one."""

    code = "mode_mismatch"


class CodesNotKept(SealBroken):
    """What the code says was shredded when its time was over (docs/retention.md); nobody has it any more. ``since``: when, if known."""

    code = "codes_not_kept"
