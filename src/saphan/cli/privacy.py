"""Commands about what is kept of people: erase, retention."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from .output import err, out, refuse
from .record import open_record, require_address


def add_commands(app: typer.Typer) -> None:
    app.command()(erase)
    app.command()(retention)


def erase(
    address: Annotated[str, typer.Argument(help="E-mail address of who asks to be erased.")],
    yes: Annotated[
        bool, typer.Option("--yes", help="Do it; else it is shown what would become of it.")
    ] = False,
) -> None:
    """Erase all that says who somebody is; what is others' stays without a name."""
    require_address(address)
    open_record()
    from saphan.record.errors import Refused
    from saphan.record.privacy.actions import erase as erase_somebody
    from saphan.record.privacy.queries import find_somebody, preview_of
    from saphan.work.erasure import tell_erased

    somebody = find_somebody(address)
    if somebody is None:
        refuse("Nobody here has this address.")
    preview = preview_of(somebody)
    table = Table("what", "entries", "becomes", title=address)
    for one in preview.ends:
        table.add_row(one.title, str(one.rows), "deleted" if one.is_deleted else "anonymous")
    out.print(table)
    out.print(f"To be called off: {preview.withdrawn} request(s) and meeting(s).", highlight=False)
    for warning in preview.warnings:
        err.print(warning, markup=False, highlight=False)
    if preview.obstacles:
        refuse(" ".join(preview.obstacles))
    if not yes:
        out.print("Preview only: nothing was written. Add --yes to erase.")
        return
    try:
        gone = erase_somebody(None, address, "privacy.erase_on_request")
    except Refused as error:
        refuse(str(error.message))
    tell_erased(gone)
    out.print("Erased.")


def retention(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would go and stop.")
    ] = False,
) -> None:
    """Drop what has been kept for long enough, as the worker does each night."""
    open_record()
    from django.utils import timezone

    from saphan.record.privacy.queries import plan
    from saphan.work.erasure import drop_old

    now = timezone.now()
    due = plan(now)
    done = {one.kind: one.rows for one in due} if dry_run else drop_old(now)
    table = Table("kind", "what", "kept for days", "would go" if dry_run else "gone")
    for one in due:
        days = str(one.days) if one.days else "for good"
        table.add_row(one.kind, one.title, days, str(done[one.kind]))
    out.print(table)
    if dry_run:
        out.print("Dry run: nothing was written.")
