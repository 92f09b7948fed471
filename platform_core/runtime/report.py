"""What ``up`` says on the terminal."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

console = Console(highlight=False, soft_wrap=True)
complaints = Console(stderr=True)


class Steps:
    """Numbered steps with their time; plain flushed lines, good on a terminal and in a log."""

    def __init__(self) -> None:
        self._begun = time.monotonic()

    def say(self, text: str) -> None:
        """One step."""
        elapsed = time.monotonic() - self._begun
        console.print(f"[dim]{elapsed:6.1f} s[/dim]  {escape(text)}")
        sys.stdout.flush()

    def done(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self._begun


def complain(text: str) -> None:
    """Why it ends here."""
    complaints.out(text, highlight=False)  # as it is: a path or the tail of a log is no markup


def print_addresses(demo_file: Path | None, host: str, port: int, mails: str, seconds: float) -> None:
    """The one table: where everything is, how to log in, a line that works.

    Args:
        demo_file: what seeding the demo wrote; None without a demo.
        mails: the mail server, or the folder that mails are put into.
    """
    demo: dict[str, Any] = json.loads(demo_file.read_text()) if demo_file is not None else {}
    table = Table(title=f"Kaquan 卡券 · ready in {seconds:.1f} s", show_header=False, title_justify="left")
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    table.add_row("平台 Platform", f"http://{host}:{port}")
    for shop in demo.get("shops", []):
        table.add_row(f"店铺 Shop {shop['name']}", shop["url"])
    table.add_row("接口 API", f"http://api.{host}:{port}/v1")
    table.add_row("接口文档 Reference", f"http://api.{host}:{port}/")
    table.add_row("邮件 Mails", mails)
    for login in demo.get("logins", []):
        table.add_row(f"登录 {login['who']}", f"{login['email']}  /  {login['password']}   {login['url']}")
    console.print(table)
    if demo.get("api_key_live"):  # outside the table: a key broken over two lines cannot be copied
        console.print(f"API key (live)  {demo['api_key_live']}", markup=False)
        console.print(f"API key (test)  {demo['api_key_test']}", markup=False)
    if demo.get("curl"):
        console.print("试一试 / Try:", demo["curl"], markup=False)
    console.print("按 Ctrl-C 停止 / Press Ctrl-C to stop.")
    sys.stdout.flush()
