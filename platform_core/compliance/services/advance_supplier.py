from __future__ import annotations

from platform_core.compliance.lifecycle import Act, take
from platform_core.compliance.models import Supplier, SupplierEvent
from platform_core.compliance.standing import facts_to_json, put_standing, standing_of
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName


def advance_supplier(*, supplier: Supplier, act: Act) -> Supplier:
    """One step of a supplier's life, in the caller's transaction, with its line in the history.

    Whatever it changes of the right to sell holds at the next sale in every shop, since shops ask at that moment. The shops are told
    afterwards, by a job.

    Args:
        supplier: locked; saved here, with whatever else the caller changed of it.

    Raises:
        SupplierActRefused
    """
    before = standing_of(supplier)
    after = take(before, act)
    SupplierEvent.objects.create(
        supplier=supplier,
        version=after.version,
        act=act.name,
        from_state=before.state,
        to_state=after.state,
        actor_kind=act.actor.kind,
        actor_id=act.actor.id,
        actor_email=act.actor.email,
        second_id=act.second.id if act.second else "",
        second_email=act.second.email if act.second else "",
        reason=act.reason[:1000],
        facts=facts_to_json(dict(act.facts)),
        at=act.at,
    )
    put_standing(supplier, after, act.at)
    supplier.save()
    if before.state != after.state:
        enqueue_job(
            JobName.TELL_SUPPLIER,
            key=f"{supplier.id}:{after.version}",
            payload={"supplier_id": str(supplier.id), "version": after.version},
            now=act.at,
        )
    return supplier
