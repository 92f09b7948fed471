"""``manage.py up``: the whole platform on one machine, with nothing to set."""

from __future__ import annotations

import argparse
import errno
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from config.broker import ALL_WORK, DELIVERIES
from config.env import BASE_DIR, env, given_services
from platform_core.runtime.child import die_with_parent, stop
from platform_core.runtime.embedded_postgres import EmbeddedPostgres
from platform_core.runtime.embedded_valkey import EmbeddedValkey
from platform_core.runtime.report import Steps, complain, print_addresses
from platform_core.runtime.state import AlreadyRunning, clear_state, end_leftovers, lock_folder, write_state
from platform_core.runtime.supervisor import Command, Supervisor

READY_PATIENCE = 90.0
REQUEST_THREADS = 4  # of a web process, beside those in which nothing happens but waiting for events


class NotUp(Exception):
    """It could not be brought up; the message says why, to a person."""


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options of ``up``."""
    parser = argparse.ArgumentParser(prog="manage.py up", description="Start Kaquan on this machine.")
    parser.add_argument("--port", type=_port, default=str(env().port))
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--data-dir", type=Path, default=env().data_dir)
    parser.add_argument("--no-demo", action="store_true", help="do not seed the demo shops")
    parser.add_argument("--postgres-bin", type=Path, default=None, help="folder with another PostgreSQL's programs")
    return parser.parse_args(arguments)


def _port(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"{number} is no port")
    return number


def main(arguments: list[str]) -> int:
    """Bring everything up, watch over it, take it down on Ctrl-C or SIGTERM.

    Returns:
        The exit status.
    """
    options = parse(arguments)
    data_dir: Path = options.data_dir.resolve()
    steps = Steps()
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        lock = lock_folder(data_dir)
    except AlreadyRunning:
        complain(f"{data_dir} 已有一个 up 在运行 / another `up` is running on this data folder")
        return 1
    except OSError as error:
        complain(f"数据目录不可用 / the data folder cannot be used: {error}")
        return 1
    supervisor = Supervisor(data_dir, steps.say)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup keeps its word
            signal.signal(number, lambda *_: _interrupt(supervisor))
    try:
        _bring_up(supervisor, options, data_dir, steps)
        supervisor.run()
    except NotUp as problem:
        complain(str(problem))
        return 1
    except KeyboardInterrupt:
        steps.say("正在停止 / stopping")
    finally:
        supervisor.over.set()  # a second Ctrl-C must not leave a server behind
        supervisor.stop()
        clear_state(data_dir)
        lock.close()
    return 0


def _interrupt(supervisor: Supervisor) -> None:
    if supervisor.over.is_set():
        return
    supervisor.over.set()
    raise KeyboardInterrupt


def _bring_up(supervisor: Supervisor, options: argparse.Namespace, data_dir: Path, steps: Steps) -> None:
    leftovers = end_leftovers(data_dir)
    if leftovers:
        steps.say(f"已结束上次遗留的进程 / ended leftovers of the last run: {', '.join(leftovers)}")
    _check_port(options.host, options.port)
    logs = data_dir / "logs"
    logs.mkdir(exist_ok=True)
    (data_dir / "mails").mkdir(mode=0o700, exist_ok=True)  # without a mail server they are put there, links and all
    database_url, redis_url = given_services()
    try:
        if not database_url:
            steps.say("启动 PostgreSQL / starting PostgreSQL")
            postgres = EmbeddedPostgres(data_dir / "postgres", bin_dir=options.postgres_bin)
            supervisor.start("postgres", postgres)
            database_url = postgres.url
        if not redis_url:
            steps.say("启动 Valkey / starting Valkey")
            valkey = EmbeddedValkey(data_dir / "valkey")
            supervisor.start("valkey", valkey)
            redis_url = valkey.url
    except (RuntimeError, FileNotFoundError, OSError) as error:
        raise NotUp(str(error)) from error
    children = _environment(data_dir, options.port, database_url, redis_url)
    _prepare(children, steps, logs / "prepare.log", demo=not options.no_demo)
    write_state(
        data_dir,
        database_url=database_url,
        redis_url=redis_url,
        kaquan_port=str(options.port),
        supervisor_pid=os.getpid(),
    )
    _check_port(
        options.host, options.port
    )  # again: preparing takes its time, and the web server would share a taken port
    steps.say("启动后台任务与网站 / starting worker, beat and web server")
    for name, arguments in _servers(options, data_dir).items():
        supervisor.start(name, Command(arguments, logs / f"{name}.log", children, str(BASE_DIR)))
    _wait_until_ready(supervisor, options, logs)
    demo_file = None if options.no_demo else data_dir / "demo.json"
    mails = env().smtp_host or str(data_dir / "mails")
    print_addresses(demo_file, env().platform_host, options.port, mails, steps.done())


def _servers(options: argparse.Namespace, data_dir: Path) -> dict[str, list[str]]:
    python = sys.executable
    return {
        "worker": [python, "-m", "celery", "-A", "config.celery_app", "worker", "--pool", "prefork",
                   "--queues", f"{ALL_WORK},{DELIVERIES}", "--concurrency", "2", "--loglevel", "INFO",
                   "--without-gossip", "--without-mingle"],
        "beat": [python, "-m", "celery", "-A", "config.beat_app", "beat", "--schedule",
                 str(data_dir / "run" / "beat"), "--pidfile=", "--loglevel", "WARNING"],
        "web": [python, "-m", "config.web_server", "--interface", "wsgi", "--host", options.host, "--port", str(options.port),
                "--workers", "2", "--blocking-threads", str(REQUEST_THREADS + env().event_waiters), "--backlog", "1024", "--no-ws",
                "--respawn-failed-workers", "--workers-kill-timeout", "5", "--factory", "config.wsgi:begin"],
    }  # fmt: skip


def _check_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise NotUp(f"无法监听 / cannot listen on {host} port {port}: {error.strerror}") from error
            raise NotUp(
                f"端口 {port} 已被占用，请用 --port 换一个 / port {port} is taken; choose another with --port"
            ) from error


def _environment(data_dir: Path, port: int, database_url: str, redis_url: str) -> dict[str, str]:
    """What every process of the platform is told."""
    return {
        **os.environ,
        "KAQUAN_DATA_DIR": str(data_dir),
        "KAQUAN_PORT": str(port),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONUNBUFFERED": "1",
        # Where an environment forbids to keep compiled code, each process would compile all of ours anew: a second each.
        "PYTHONDONTWRITEBYTECODE": "",
    }


def _prepare(children: dict[str, str], steps: Steps, log: Path, *, demo: bool) -> None:
    """Roles, migrations and demo data, in one process that logs in as the owner."""
    command = [sys.executable, str(BASE_DIR / "manage.py"), "prepare", "--demo" if demo else "--no-demo"]
    said: list[str] = []
    with subprocess.Popen(
        command,
        env={**children, "KAQUAN_DATABASE_LOGIN": "owner"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=die_with_parent(signal.SIGTERM),
    ) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                said.append(line.decode(errors="replace"))
                if line.startswith(b"step: "):
                    steps.say(said[-1][6:].strip())
        except KeyboardInterrupt:
            stop(process)
            raise
    if process.returncode:
        log.write_text("".join(said))
        reason = next((line.strip() for line in reversed(said) if not line[0].isspace()), "")
        raise NotUp(f"准备数据库失败 / preparing the database failed: {reason} ({log})")


def _wait_until_ready(supervisor: Supervisor, options: argparse.Namespace, logs: Path) -> None:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(options.host, options.host)  # noqa: S104
    address = f"http://{f'[{host}]' if ':' in host else host}:{options.port}/readyz"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + READY_PATIENCE
    last = ""
    while time.monotonic() < deadline:
        supervisor.check()
        try:
            request = urllib.request.Request(address, headers={"Host": env().platform_host})
            with opener.open(request, timeout=5):
                return
        except urllib.error.HTTPError as error:
            last = error.read().decode(errors="replace")[:300]
        except OSError as error:
            last = str(error)
        time.sleep(0.1)
    tails = "\n".join(
        f"--- {log.name}\n{log.read_text(errors='replace')[-1500:]}" for log in sorted(logs.glob("*.log"))
    )
    raise NotUp(f"没有就绪 / not ready: {last}\n{tails}")
