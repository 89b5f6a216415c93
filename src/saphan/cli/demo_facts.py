"""The fact-check desk of the demo: a sample release, messages that repeat it, work begun."""

from __future__ import annotations

import json
from pathlib import Path

LEAD, EDITOR = "lead@desk.example", "editor@desk.example"
COUNTRY = "TH"


def make_sample_desk(folder: Path) -> int:
    """Set up a desk with what it would have after a morning's work.

    Args:
        folder: `facts` of the examples.

    Returns:
        How many claims it has published.
    """
    from saphan.engine.claims import Source, gather
    from saphan.engine.extraction import read_release
    from saphan.record.factcheck import actions
    from saphan.record.factcheck.models import Claim, DeskRole
    from saphan.record.factcheck.reading import read_messages
    from saphan.record.factcheck.texts import digest_of

    desk, _created = actions.make_desk(None, COUNTRY)
    lead = actions.give_role(None, desk, LEAD, DeskRole.Role.LEAD).user
    editor = actions.give_role(None, desk, EDITOR, DeskRole.Role.EDITOR).user
    release = read_release(folder / "release.txt")
    assert release.published is not None
    source = Source("release.txt", release.text, release.published, release.source_url)
    actions.ingest(None, desk, gather([source]), {})

    told = json.loads((folder / "claim.json").read_text("utf-8"))
    claim = Claim.objects.get(digest=digest_of(told["text"]))
    written = {name: told[name] for name in ("texts", "explanations", "harm")}
    actions.write_claim(lead, claim, written, claim.number)
    actions.publish(editor, claim)
    actions.share(editor, claim)

    file = folder / "messages.csv"
    actions.receive_all(desk, read_messages(file.name, file.read_bytes()).sent)
    waiting = desk.clusters.get(digest=digest_of(told["draft"]))
    actions.start_claim(lead, desk, waiting.text, waiting)
    return Claim.objects.filter(state=Claim.State.PUBLISHED).count()
