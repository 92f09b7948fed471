from __future__ import annotations

import uuid

from tenants.access.models import SavedView


def forget_view(*, user_id: uuid.UUID, view_id: uuid.UUID) -> None:
    """Drop a saved view of one's own; another's stays."""
    SavedView.objects.filter(pk=view_id, user_id=user_id).delete()
