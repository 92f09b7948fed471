"""Examples of imports and their operations."""

from merchant_api.examples import IMPORT, IMPORT_FINISHED_AT, IMPORTED_AT, OPERATION, SKU, SUPPLIER

IMPORT_INPUT = {
    "sku": SKU,
    "supplier": SUPPLIER,
    "rows": [
        {"card_number": "6200000000000001", "code": "EXAM-PLE0-0001", "expires_on": "2027-12-31"},
        {"card_number": "6200000000000002", "code": "EXAM-PLE0-0002", "expires_on": "2027-12-31"},
    ],
    "unit_cost": 4300,
}
IMPORT_FILE_INPUT = {
    "file": "card_number,code\n6200000000000001,EXAM-PLE0-0001\n",
    "sku": SKU,
    "supplier": SUPPLIER,
    "unit_cost": 4300,
}
ONE_IMPORT = {
    "id": IMPORT,
    "object": "import",
    "sku": SKU,
    "supplier": SUPPLIER,
    "status": "ready_with_errors",
    "filename": "steam-50.csv",
    "lines": 1002,
    "accepted": 1000,
    "duplicates": {"in_file": 1, "in_stock": 0},
    "rejected": 1,
    "removed": 0,
    "failure": None,
    "errors_url": f"/v1/imports/{IMPORT}/errors.csv",
    "created_at": IMPORTED_AT,
    "finished_at": IMPORT_FINISHED_AT,
}
ONE_OPERATION = {
    "id": OPERATION,
    "object": "operation",
    "kind": "import",
    "import": IMPORT,
    "status": "running",
    "progress": {"done": 16384, "total": 40962, "unit": "bytes", "lines": 402},
    "result": None,
    "error": None,
    "created_at": IMPORTED_AT,
}
ERRORS_AS_CSV = "line,reason,原因\n17,duplicate in the file,文件内重复\n403,empty code,卡密为空\n"
