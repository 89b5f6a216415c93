"""Every write about claims and reports, one function an intention."""

from .agencies import agency_named
from .clustering import join_alike, raise_alarms
from .desks import give_role, make_desk, take_role
from .forgetting import forget_messages
from .ingesting import Ingested, ingest
from .intake import Received, Sent, erase_submitter, receive, receive_all
from .partner import Comparison, compare, take_in, take_up
from .publishing import (
    give_back,
    hand_over,
    join_claim,
    publish,
    reply,
    set_aside,
    submit,
    withdraw,
)
from .sharing import share
from .writing import (
    add_evidence,
    assign,
    comment,
    declare_conflict,
    set_deadline,
    start_claim,
    undo,
    write_claim,
)

__all__ = [
    "Comparison",
    "Ingested",
    "Received",
    "Sent",
    "add_evidence",
    "agency_named",
    "assign",
    "comment",
    "compare",
    "declare_conflict",
    "erase_submitter",
    "forget_messages",
    "give_back",
    "give_role",
    "hand_over",
    "ingest",
    "join_alike",
    "join_claim",
    "make_desk",
    "publish",
    "raise_alarms",
    "receive",
    "receive_all",
    "reply",
    "set_aside",
    "set_deadline",
    "share",
    "start_claim",
    "submit",
    "take_in",
    "take_role",
    "take_up",
    "undo",
    "withdraw",
    "write_claim",
]
