from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Final

from platform_core.compliance.audit_faults import Fault
from platform_core.compliance.audit_files import line_of, read_anchors
from platform_core.compliance.audit_notary import Notary

DAY: Final = dt.timedelta(days=1)


def check_anchors(*, notary: Notary) -> list[Fault]:
    """Compare the table of anchors with the files, both ways, and look for days that have none."""
    faults, filed = [], set()
    for line, place in read_anchors():
        if line is None:
            faults.append(Fault("file_changed", "anchors", place))
            continue
        filed.add((line["chain"], line["day"], line["seq"], line["hash"], line["signature"]))
    kept = set()
    for chain, anchors in notary.anchors.items():
        for earlier, later in pairwise(anchors):
            if later.day != earlier.day + DAY:
                faults.append(Fault("anchor_missing", chain, (earlier.day + DAY).isoformat()))
        for anchor in anchors:
            line = line_of(anchor)
            kept.add((line["chain"], line["day"], line["seq"], line["hash"], line["signature"]))
    faults += [Fault("anchor_unfiled", chain, day) for chain, day, *_ in sorted(kept - filed)]
    faults += [Fault("anchor_unkept", chain, day) for chain, day, *_ in sorted(filed - kept)]
    return faults
