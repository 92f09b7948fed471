from __future__ import annotations

from platform_core.compliance.acts import Act
from platform_core.compliance.merchant_enums import MerchantAct
from platform_core.compliance.merchant_life import take
from platform_core.compliance.merchant_standing import put_standing, standing_of
from platform_core.compliance.models import MerchantEvent, MerchantFile
from platform_core.compliance.standing import facts_to_json
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName

TOLD = frozenset(
    {
        MerchantAct.ASK_INFO, MerchantAct.APPROVE, MerchantAct.CALL_IN, MerchantAct.LAPSE, MerchantAct.REFUSE, MerchantAct.FREEZE,
        MerchantAct.REINSTATE, MerchantAct.UPHOLD,
    }
)  # fmt: skip


def advance_merchant(*, file: MerchantFile, act: Act) -> MerchantFile:
    """One step of a merchant's qualification, in the caller's transaction, with its line in the history.

    Whatever it changes of the right to sell holds in the very next request of the shop, which asks at that moment. What the owners
    should know they are told afterwards, by a job.

    Args:
        file: locked; saved here, with whatever else the caller changed of it.

    Raises:
        MerchantActRefused
    """
    before = standing_of(file)
    after = take(before, act)
    MerchantEvent.objects.create(
        file=file,
        version=after.version,
        act=act.name,
        from_state=before.state,
        to_state=after.state,
        actor_kind=act.actor.kind,
        actor_id=act.actor.id,
        actor_email=act.actor.email,
        reason=act.reason[:1000],
        facts=facts_to_json(dict(act.facts)),
        at=act.at,
    )
    put_standing(file, after, act.at)
    file.save()
    if act.name in TOLD and (before.state != after.state or act.name == MerchantAct.CALL_IN):
        payload = {"file_id": str(file.id), "version": after.version}
        enqueue_job(JobName.TELL_MERCHANT, key=f"{file.id}:{after.version}", payload=payload, now=act.at)
    return file
