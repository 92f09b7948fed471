"""Examples of exports and their operations."""

from merchant_api.examples import EXPORT, ISSUANCE, KEY

EXPORT_INPUT = {"type": "codes", "issuance": ISSUANCE, "format": "csv", "bom": True, "reveal": True, "expires_in": 3600}
ONE_EXPORT = {
    "id": EXPORT,
    "object": "export",
    "livemode": True,
    "type": "codes",
    "format": "csv",
    "reveal": True,
    "bom": True,
    "status": "completed",
    "issuance": ISSUANCE,
    "import": None,
    "created_from": None,
    "created_to": None,
    "rows": 2,
    "bytes": 642,
    "sha256": "5f16f4c7f149ac4f9510d9cf8cf384038ad348b3bcdc01915f95de12df9d1b02",
    "filename": "codes-9f1a2b3c4d5e.zip",
    "as_of": "2026-12-01T12:00:01Z",
    "download_url": "https://api.kaquan.example/downloads/WyJlNm…:x7Q…",
    "expires_at": "2026-12-01T13:00:01Z",
    "downloads": [{"at": "2026-12-01T12:01:40Z", "ip": "203.0.113.7"}],
    "created_by": KEY,
    "created_at": "2026-12-01T12:00:00Z",
    "finished_at": "2026-12-01T12:00:01Z",
}
EXPORT_OPERATION = {
    "id": EXPORT.replace("exp_", "op_"),
    "object": "operation",
    "kind": "export",
    "export": EXPORT,
    "status": "queued",
    "progress": {"done": 0, "total": 0, "unit": "rows"},
    "result": None,
    "error": None,
    "created_at": "2026-12-01T12:00:00Z",
    "archive_password": "K7QF-2MXA-9PDE-WZ4T-HB3C-RV6N",
}
