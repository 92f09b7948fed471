class Refused(Exception):
    """A business refusal: 40004 with its ``sub_code``."""
