"""Taking out the messages of somebody who is erased."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from ..models import Cluster, Report, Submitter
from ..models.reports import new_token, pictures

TAKEN_OUT = "…"


def forget_messages(submitter: Submitter) -> None:
    """Take text, link and picture out of what somebody sent, in the caller's transaction.

    The messages stay counted. What others sent in the same words is theirs, and stays.

    Args:
        submitter: The sender, who is deleted by `erase_submitter`.
    """
    for report in submitter.reports.select_related("cluster"):
        others = Report.objects.filter(desk=report.desk_id, digest=report.digest).exclude(
            submitter=submitter
        )
        if report.cluster.digest == report.digest and not others.exists():
            Cluster.objects.filter(pk=report.cluster_id).update(text=TAKEN_OUT)
        picture = report.picture.name
        report.text, report.link, report.picture, report.external = TAKEN_OUT, "", "", ""
        report.token = new_token()
        report.save(update_fields=["text", "link", "picture", "external", "token"])
        if picture:
            transaction.on_commit(partial(pictures().delete, picture))
