from __future__ import annotations

from typing import NamedTuple


class LineError(NamedTuple):
    """A line that was not taken. Never holds the line's text: it may be a code."""

    line: int
    code: str
    column: str | None = None


class FileRefused(Exception):
    """The whole file cannot be read; ``code`` is a key of ``ERROR_TEXTS``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


# What is wrong and what to do: Chinese, English.
ERROR_TEXTS: dict[str, tuple[str, str]] = {
    "line_too_long": (
        "这一行太长（超过 8 KB），不像卡密。请检查换行。",
        "The line is longer than 8 KB; check its line breaks.",
    ),
    "secret_missing": ("这一行没有卡密。", "The line has no code."),
    "value_too_long": ("卡号或卡密超过 1024 个字符。", "A card number or code has more than 1024 characters."),
    "expiry_invalid": (
        "有效期无法识别，请写成 2026-12-31。",
        "The expiry date cannot be read; write it as 2026-12-31.",
    ),
    "expired": ("有效期已过，未入库。", "The code has expired; it was not taken."),
    "face_value_invalid": ("面额无法识别，请写成 50 或 50.00。", "The face value cannot be read; write 50 or 50.00."),
    "face_value_differs": ("面额与所选规格不一致，未入库。", "The face value is not that of the chosen SKU."),
    "encoding_invalid": (
        "这一行有无法识别的字符，请用 UTF-8 或 GBK 保存后重试。",
        "The line has bytes that cannot be read; save as UTF-8 or GBK.",
    ),
    "formula_cell": (
        "单元格是公式，不是卡密。请粘贴为纯文本。",
        "The cell is a formula, not a code; paste it as plain text.",
    ),
    "control_character": ("这一行含有控制字符。", "The line has control characters."),
    "columns_mismatch": ("这一行的列数与其他行不同。", "The line has another number of columns than the rest."),
    "quote_unclosed": ("引号没有闭合；一个卡密不能跨行。", "A quote is not closed; a code cannot span lines."),
    "number_rounded": (
        "这个数字超过 15 位，表格已把它四舍五入。请把该列设为文本后重新填写。",
        "The number has more than 15 digits and the spreadsheet rounded it; format the column as text.",
    ),
    "file_binary": ("这不是文本或 XLSX 文件。", "This is neither a text nor an XLSX file."),
    "file_empty": ("文件里没有内容。", "The file is empty."),
    "file_corrupt": ("文件已损坏，无法打开。", "The file is damaged and cannot be opened."),
    "file_encrypted": ("文件有密码，请去掉密码后重试。", "The file has a password; remove it and try again."),
    "zip_bomb": ("文件解压后过大，已拒绝。", "The file unpacks to far too much and was refused."),
    "column_unknown": ("没有一列是卡密，请指定列。", "No column holds the codes; name the columns."),
    "given_up": (
        "多次尝试后仍未完成，没有入库任何卡密，请重新导入。",
        "It could not be finished after several attempts; nothing was added. Please import it again.",
    ),
    "validity_refused": (
        "有效期不符合预付卡规则（CARD-02），没有入库任何卡密：记名卡不得设有效期，不记名卡不少于三年且到期可激活或换卡。",
        "The last day of validity is against the rules of prepaid cards (CARD-02): a named card never ends, an unnamed one lasts three "
        "years at least and can be revived. Nothing was added.",
    ),
    "rules_unavailable": (
        "暂时无法完成合规核验，卡密尚未开卖；系统会自动重试，无需重新导入。",
        "The rules cannot be asked right now: nothing is on sale yet. It is tried again by itself; do not import anew.",
    ),
    "encoding_unknown": ("指定的编码无法识别。", "The named encoding is not known."),
}
