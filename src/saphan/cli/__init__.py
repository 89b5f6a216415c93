"""`saphan …`: one door to the engine on files, and to the record.

Commands import what they need when they run, so that scheduling a file loads no web framework.
"""

from __future__ import annotations

import signal
import sys

import typer

from . import claims, engine, privacy, record, register, replan

app = typer.Typer(
    help="From an agreement to cooperate to meetings that happen and promises that are kept.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
engine.add_commands(app)
replan.add_commands(app)
claims.add_commands(app)
record.add_commands(app)
register.add_commands(app)
privacy.add_commands(app)


def main() -> None:
    """Run the command line."""
    # Ended from outside (systemd, docker stop, a closed terminal), it still stops its server.
    for name in ("SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):
            signal.signal(number, lambda received, _frame: sys.exit(128 + received))
    app()
