"""A real PostgreSQL server for the length of a test run: in a temporary folder, by a Unix socket alone."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import closing, suppress
from itertools import count
from pathlib import Path

import psycopg

USER = "appraisal"
NOBODY = ("postgres", "nobody")  # PostgreSQL refuses to run as root
FOLDERS = (
    *("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin", "/usr/libexec/postgresql"),
    *("/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin"),
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)


def binary(name):
    """Where a program of PostgreSQL is: in PATH, or else in the newest of the usual folders; None where in none."""
    found = shutil.which(name)
    if found:
        return found
    places = [path for folder in FOLDERS for path in Path("/").glob(f"{folder[1:]}/{name}")]
    return str(max(places, key=release)) if places else None


def release(path):
    """The release that a folder's name tells, as numbers."""
    digits = "".join(letter if letter.isdecimal() else " " for letter in str(path))
    return [int(number) for number in digits.split()]


def why_none():
    """Why no server can be started here; empty where one can."""
    missing = [name for name in ("initdb", "postgres") if binary(name) is None]
    if missing:
        return f"PostgreSQL is not on this machine (no {' and no '.join(missing)})"
    return "" if hasattr(os, "geteuid") else "PostgreSQL is started by a Unix socket, which this machine has not"


class Server:
    """A server of one's own; `stop` takes it and its folder away."""

    def __init__(self):
        # Not below a test's folder: the path of a socket has to be shorter than those can be, and open to its owner.
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp" if Path("/tmp").is_dir() else None))
        self._as = {}
        if os.geteuid() == 0:
            owner = next(entry for name in NOBODY if (entry := _account(name)))
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
            self._as = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
        self._process = None
        self._number = count(1)
        self._free = []
        try:
            how = ["--auth=trust", f"--username={USER}", "--encoding=UTF8", "--locale=C", "--no-sync"]
            self._run("initdb", "-D", self.folder / "data", *how)
            self.start()
        except BaseException:
            self.stop()
            raise

    def start(self, **settings):
        """Start it, and wait until it answers."""
        settings = {"unix_socket_directories": self.folder, "listen_addresses": "", "fsync": "on"} | settings
        settings |= {"max_connections": 40, "shared_buffers": "32MB", "max_wal_size": "256MB"}
        command = [binary("postgres"), "-D", self.folder / "data"]
        command += [f"--{name}={value}" for name, value in settings.items()]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd=self.folder,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                env=_environment(),
                **self._as,
            )
        patience = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(self.address("postgres")).close()
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > patience:
                    raise AssertionError((self.folder / "log").read_text(encoding="utf-8")[-2000:]) from None
                time.sleep(0.02)
            else:
                return

    def address(self, database):
        """The address of one of its databases."""
        return f"postgresql://{USER}@/{database}?host={self.folder}"

    def new_database(self):
        """The address of an empty database: one that was given back, because to make one takes long, or a new one."""
        return self._free.pop() if self._free else self.make_database()

    def make_database(self, options=""):
        """The address of a new database."""
        name = f"ledger_{next(self._number)}"
        self.run_sql(f"CREATE DATABASE {name} TEMPLATE template0 {options}")
        return self.address(name)

    def give_back(self, address):
        """Empty a database, whoever still uses it."""
        name = address.partition("@/")[2].partition("?")[0]
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        self.run_sql(f"{others} AND datname = '{name}'")
        self.run_sql(f"ALTER DATABASE {name} RESET ALL")
        self.run_sql("DROP SCHEMA IF EXISTS public, appraisal CASCADE", address)
        self.run_sql("CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC", address)
        self._free.append(address)

    def run_sql(self, statement, address=None):
        """Run a statement outside of any transaction."""
        with closing(psycopg.connect(address or self.address("postgres"), autocommit=True)) as connection:
            connection.execute(statement)

    def kill(self):
        """Kill the server and each of its processes at once, so that it can finish nothing."""
        os.kill(self._process.pid, signal.SIGSTOP)  # so that it starts nothing more
        listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
        parents = dict(map(int, line.split()) for line in listed.splitlines())
        for pid in [self._process.pid, *(pid for pid, parent in parents.items() if parent == self._process.pid)]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.wait()
        time.sleep(0.05)  # the system takes a moment to forget the children

    def stop_softly(self):
        """Stop it so that everything is on the disk, to be started again."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(60)

    def stop(self):
        """Stop it and take its folder away."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)  # at once; nothing of it is kept
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
        patience = time.monotonic() + 10
        while self.folder.exists() and time.monotonic() < patience:  # its last processes may still be writing
            shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, name, *arguments):
        done = subprocess.run(
            [binary(name), *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            env=_environment(),
            timeout=120,
            check=False,
            **self._as,
        )
        assert done.returncode == 0, done.stdout + done.stderr


def _account(name):
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _environment():
    """The environment without what would lead the server's programs elsewhere."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
