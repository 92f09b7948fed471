"""Look-alikes in the words around a core, trade, region and legal form: held to pairs that nothing was tuned by."""

import hashlib

from testbed.name_pairs.around import held_out_around, tuning_around

# Of the pairs as they were before the first of them was scored.
HELD_OUT = "8ddf372b281ee4f837f96e3a5a6aa7dee15b89e167e0f7c3044437b636c70ff0"


def test_pairs_that_are_held_out_are_as_they_were():
    assert hashlib.sha256(repr(held_out_around()).encode()).hexdigest() == HELD_OUT
    evasions = [pair for pair in held_out_around() if pair.same]
    assert len(held_out_around()) >= 500
    assert len(held_out_around()) - len(evasions) >= len(evasions)
    assert not {pair.left for pair in held_out_around()} & {pair.left for pair in tuning_around()}
