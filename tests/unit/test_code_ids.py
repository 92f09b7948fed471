"""Ids of codes are put together from a part that neighbours share: they must be what writing them whole gives."""

import random
import uuid

from platform_core.kernel.ids import parse_public_id
from tenants.inventory.opening import _code_id


def test_an_id_holds_lot_and_position_whatever_they_are():
    draw, tenant = random.Random(20261125), uuid.uuid4()
    places = [(draw.randrange(1, 2**40), draw.randrange(1, 2**31)) for _ in range(2_000)]
    places += [(7, position) for position in (1, 1_023, 1_024, 1_025, 2_047, 2_048, 2**31 - 1)]
    for lot, position in places:
        read = parse_public_id("code", _code_id(tenant, lot, position)).bytes
        assert (int.from_bytes(read[6:12], "big"), int.from_bytes(read[12:], "big")) == (lot, position)


def test_ids_of_two_shops_differ_for_the_same_place():
    assert _code_id(uuid.uuid4(), 1, 1) != _code_id(uuid.uuid4(), 1, 1)
