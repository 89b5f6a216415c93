"""An independent judge of answers: it knows the promises, not the method."""

from __future__ import annotations

from .problem import ClaimsProblem
from .result import ClaimsResult


def check(problem: ClaimsProblem, result: ClaimsResult) -> list[str]:
    """Find what answers promise and do not keep.

    Args:
        problem: What was to be compared.
        result: What came out.

    Returns:
        Broken promises, one sentence each; empty when the result is right: every message is
        answered once, in order; claims named are the problem's, each once, at most `top` of them,
        likeliest first, with a probability of 0-1; a message of which something is said to be
        checked or similar names a claim; one without letters and digits is new and names none;
        messages of one text have one answer.
    """
    claims = {claim.id for claim in problem.claims}
    broken = []
    if [answer.message for answer in result.answers] != [
        message.id for message in problem.messages
    ]:
        return ["the answers are not those of the messages, one each, in their order"]
    said: dict[str, object] = {}
    for message, answer in zip(problem.messages, result.answers, strict=True):
        name = f"message {message.id}"
        ids = [candidate.claim for candidate in answer.claims]
        likely = [candidate.probability for candidate in answer.claims]
        if len(ids) > problem.top:
            broken.append(f"{name}: {len(ids)} claims, more than {problem.top}")
        if len(set(ids)) != len(ids):
            broken.append(f"{name}: a claim is named twice")
        if not claims.issuperset(ids):
            broken.append(f"{name}: a claim is none of the problem's")
        if likely != sorted(likely, reverse=True):
            broken.append(f"{name}: not likeliest first")
        if not all(0 <= value <= 1 for value in likely):
            broken.append(f"{name}: a probability lies outside 0-1")
        if answer.answer not in ("checked", "similar", "new"):
            broken.append(f"{name}: {answer.answer} is no answer")
        if answer.answer != "new" and not ids:
            broken.append(f"{name}: {answer.answer}, and no claim is named")
        if not any(sign.isalnum() for sign in message.text) and (ids or answer.answer != "new"):
            broken.append(f"{name}: it says nothing, and is answered")
        told = (answer.answer, answer.claims)
        if said.setdefault(message.text, told) != told:
            broken.append(f"{name}: answered other than a message of the same text")
    return broken
