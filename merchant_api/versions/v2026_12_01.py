"""What 2026-12-01 changed against 2026-11-24, the API as its first integrations met it.

Until then what nobody had described was let through: a mistyped filter listed everything, a test call could do without the
number that a live call must have (ADR 18).
"""

from __future__ import annotations

import re
from typing import Any

from django.http import QueryDict

from merchant_api.problem_table import PROBLEMS
from merchant_api.versions.change import PROBLEM, Body, Call, Change
from platform_core.kernel.ids import new_id
from platform_core.tenancy.client_address import read_address

# Calls without a number get one of this form; versions that knew such calls go on to show null.
UNNUMBERED = re.compile(r"unnumbered:[0-9a-f]{32}", re.ASCII)


def _hide_number(issuance: Body) -> Body:
    number = issuance.get("external_id")
    return {**issuance, "external_id": None} if number and UNNUMBERED.fullmatch(number) else issuance


def _as_invalid(problem: Body, reason: str) -> Body:
    """The refusal that was given before: ``invalid_parameter``, with its reason."""
    code, row = "invalid_parameter", PROBLEMS["invalid_parameter"]
    chinese = problem["title"] == PROBLEMS[problem["code"]].title_zh
    param, link = problem["param"], problem["doc_url"].replace(problem["code"], code)
    return {
        **problem,
        "type": link,
        "title": row.title_zh if chinese else row.title_en,
        "status": row.status,
        "code": code,
        "detail": (row.detail_zh if chinese else row.detail_en).format(param=param, reason=reason),
        "errors": [{"param": param, "code": code, "meta": {"reason": reason}}],
        "doc_url": link,
    }


def _without_currencies(problem: Body) -> Body:
    if problem["code"] != "currency_mismatch":
        return problem
    currencies = problem["errors"][0]["meta"]["currencies"].split(", ")
    return _as_invalid(problem, f"the lines are in {currencies}")


def _with_inputs(problem: Body) -> Body:
    if problem["code"] == "input_invalid" and not any(each["meta"]["asked"] for each in problem["errors"]):
        return _as_invalid({**problem, "param": problem["param"].rpartition(".")[0]}, "this SKU takes no inputs")
    return problem


def _only_names(meta: Body) -> Body:
    return {**meta, "versions": [each["version"] for each in meta["versions"]]}


class QueryParametersAreChecked(Change):
    """Mistyped filters."""

    title_en = "Unknown query parameters are refused"
    title_zh = "拒绝未知的查询参数"
    detail_en = (
        "A query parameter that an operation is not documented with is refused (`parameter_unknown`); it was ignored, so that "
        "a mistyped filter listed everything. `include` takes `codes` only."
    )
    detail_zh = (
        "接口文档之外的查询参数现在会被拒绝（`parameter_unknown`）；以前会被忽略，拼错的筛选条件会返回全部数据。"
        "`include` 只接受 `codes`，其他值以前会被忽略。"
    )

    def upgrade_query(self, query: QueryDict, call: Call) -> None:
        """Leave out what was ignored."""
        for name in [name for name in query if name not in call.parameters]:
            del query[name]
        if "include" in query:
            query.setlist("include", [each for each in query.getlist("include") if each == "codes"])


class StockIdsAreOneParameter(Change):
    """Two spellings."""

    title_en = "Stock is asked with sku_ids[]"
    title_zh = "查询库存使用 sku_ids[]"
    detail_en = "`GET /v1/stock` took `sku_ids` as well as `sku_ids[]`; the second is the only spelling."
    detail_zh = "`GET /v1/stock` 以前同时接受 `sku_ids` 与 `sku_ids[]`，现在只接受后者。"
    operations = frozenset({"list_stock"})

    def upgrade_query(self, query: QueryDict, call: Call) -> None:
        """One spelling; the documented one wins where both stand."""
        if "sku_ids" in query and "sku_ids[]" not in query:
            query.setlist("sku_ids[]", query.getlist("sku_ids"))
        query.pop("sku_ids", None)

    def describe(self, document: Body) -> None:
        """The other spelling, as it was."""
        parameters = document["paths"]["/v1/stock"]["get"]["parameters"]
        documented = next(each for each in parameters if each.get("name") == "sku_ids[]")
        documented["required"] = False
        place = parameters.index(documented)
        parameters.insert(place, {**documented, "name": "sku_ids", "description": "The same as `sku_ids[]`."})


class ExternalIdIsRequiredInTestMode(Change):
    """The number of an issuance."""

    title_en = "external_id is required with test keys too"
    title_zh = "测试密钥也必须提供 external_id"
    detail_en = (
        "An issuance with a test key could leave `external_id` out and had null for it. It is required in both modes, so that "
        "what works in test mode works in live mode. Calls of older versions are given a number, and see null."
    )
    detail_zh = (
        "测试密钥发卡以前可以不带 `external_id`，其值为 null。现在两种模式都必须提供，测试通过的代码上线后同样可用。"
        "旧版本的调用会自动获得一个编号，但仍显示为 null。"
    )
    operations = frozenset({"create_issuance"})
    downgrades = {"issuance": _hide_number}

    def upgrade_body(self, body: Body, call: Call) -> Body:
        """A number for a test call without one."""
        if call.livemode is False and body.get("external_id") is None:
            body["external_id"] = f"unnumbered:{new_id().hex}"
        return body

    def describe(self, document: Body) -> None:
        """Optional, as it was."""
        schemas = document["components"]["schemas"]
        schemas["IssuanceInputRequest"]["required"].remove("external_id")
        schemas["IssuanceInputRequest"]["properties"]["external_id"]["type"] = ["string", "null"]
        schemas["IssuanceInputRequest"]["properties"]["external_id"]["description"] = "Required with live keys."


class IgnoredFieldsAreChecked(Change):
    """Fields that nobody read."""

    title_en = "Fields of an issuance that were ignored are checked"
    title_zh = "检查发卡请求中以前被忽略的字段"
    detail_en = (
        "`lines[].inputs` of a SKU that asks for nothing are refused with 422 `input_invalid`; it was 400 `invalid_parameter`, and "
        "empty ones of any type were let through. `buyer` is an object or null, and `buyer.ip` an address."
    )
    detail_zh = (
        "规格没有要求填写信息时，`lines[].inputs` 返回 422 `input_invalid`；以前返回 400 `invalid_parameter`，任何类型的空值都会放行。"
        "`buyer` 须为对象或 null，`buyer.ip` 须为 IP 地址。"
    )
    operations = frozenset({"create_issuance"})
    downgrades = {PROBLEM: _with_inputs}

    def upgrade_body(self, body: Body, call: Call) -> Body:
        """Leave out what was ignored."""
        if isinstance(body.get("lines"), list):
            body["lines"] = [self._line(line) for line in body["lines"]]
        buyer = body.get("buyer")
        if "buyer" in body and not buyer:
            body["buyer"] = None
        elif isinstance(buyer, dict) and "ip" in buyer and not self._is_address(buyer["ip"]):
            body["buyer"] = {key: value for key, value in buyer.items() if key != "ip"}
        return body

    @staticmethod
    def _line(line: Any) -> Any:
        if isinstance(line, dict) and "inputs" in line and not line["inputs"]:
            return {key: value for key, value in line.items() if key != "inputs"}
        return line

    @staticmethod
    def _is_address(value: Any) -> bool:
        return isinstance(value, str) and len(value) <= 45 and read_address(value) is not None

    def describe(self, document: Body) -> None:
        """Any text was an address."""
        document["components"]["schemas"]["BuyerInputRequest"]["properties"]["ip"] = {}


class CurrencyMismatchIsAConflict(Change):
    """What lies in the shop's data is no fault of the request."""

    title_en = "Another currency is a conflict"
    title_zh = "币种不符返回 409"
    detail_en = "An issuance in another currency than its SKUs' is refused with 409 `currency_mismatch`; it was 400 `invalid_parameter`."
    detail_zh = "发卡请求的币种与规格不符时返回 409 `currency_mismatch`；以前返回 400 `invalid_parameter`。"
    downgrades = {PROBLEM: _without_currencies}

    def describe(self, document: Body) -> None:
        """There was no such code."""
        for operations in document["paths"].values():
            for operation in operations.values():
                for media in operation["responses"].get("409", {}).get("content", {}).values():
                    media.get("examples", {}).pop("currency_mismatch", None)
        document["components"]["examples"].pop("currency_mismatch", None)


class VersionsOfMetaHaveStates(Change):
    """Names became objects."""

    title_en = "Versions have a state"
    title_zh = "版本带有状态"
    detail_en = "`versions` of `GET /v1/meta` holds objects with the state and the dates of each version; it was a list of names."
    detail_zh = "`GET /v1/meta` 的 `versions` 现在是对象列表，含每个版本的状态与日期；以前只是版本名列表。"
    downgrades = {"meta": _only_names}

    def describe(self, document: Body) -> None:
        """A list of names."""
        meta = document["components"]["schemas"]["Meta"]
        meta["properties"]["versions"] = {"type": "array", "items": {"type": "string"}}
        del document["components"]["schemas"]["ApiVersion"]


CHANGES: tuple[Change, ...] = (
    StockIdsAreOneParameter(),
    QueryParametersAreChecked(),
    ExternalIdIsRequiredInTestMode(),
    IgnoredFieldsAreChecked(),
    CurrencyMismatchIsAConflict(),
    VersionsOfMetaHaveStates(),
)
