import random
from collections.abc import Mapping

import pytest

from saphan.engine.matching import PARTS, Acceptance, Decision, learn


def model(**weights: float) -> Acceptance:
    return Acceptance({**dict.fromkeys(PARTS, 0.0), **weights}, 0.0)


def test_a_probability() -> None:
    assert model().probability({"meaning": 1.0}) == 0.5
    assert round(model(meaning=2.0).probability({"meaning": 1.0, "words": 1.0}), 4) == 0.8808


def test_kinds_that_do_not_fit_weigh_against_a_pair() -> None:
    likely = model(meaning=40.0)
    assert round(float(likely.probability({"meaning": 1.0, "cooperation": 0.0})), 4) == 0.15
    assert round(float(likely.probability({"meaning": 1.0, "cooperation": 0.5})), 4) == 1.0


def test_a_model_names_every_part_with_a_number() -> None:
    with pytest.raises(ValueError, match="mutual"):
        Acceptance({part: 1.0 for part in PARTS if part != "mutual"})
    with pytest.raises(ValueError, match="finite"):
        model(words=float("nan"))
    with pytest.raises(ValueError, match="misfit"):
        Acceptance(misfit=1.5)


def decisions(count: int, weights: Mapping[str, float], bias: float) -> list[Decision]:
    """What people decide whose taste is known."""
    chance = random.Random(1)
    taste = Acceptance({**model().weights, **weights}, bias)
    made = []
    for _ in range(count):
        parts = {part: chance.random() for part in PARTS}
        made.append(Decision(parts, chance.random() < taste.probability(parts)))
    return made


def test_few_decisions_change_nothing() -> None:
    prior = Acceptance()
    assert learn(decisions(29, {"words": 8}, -4)) == prior
    assert learn([Decision({"meaning": 0.9}, True)] * 50) == prior


def test_few_who_decided_otherwise_change_nothing() -> None:
    prior = Acceptance()
    accepted = [Decision({"meaning": 0.1}, True)] * 90
    nine, ten = ([Decision({"meaning": 0.1}, False)] * count for count in (9, 10))
    assert (learn([*accepted, *nine]) == prior, learn([*accepted, *ten]) == prior) == (True, False)


def test_decisions_far_from_what_was_believed_are_learned() -> None:
    """From so far away, whole steps of Newton's method lead ever further."""
    told = [Decision({"meaning": 0.1, "cooperation": 1.0, "languages": 1.0}, True)] * 160
    told += [Decision({"cooperation": 1.0, "languages": 1.0}, False)] * 40
    random.Random(1).shuffle(told)
    learned = learn(told)
    foretold = [float(learned.probability(decision.parts)) for decision in told]
    assert abs(sum(foretold) / len(foretold) - 0.8) < 0.03


def test_a_taste_is_learned() -> None:
    learned = learn(decisions(2000, {"words": 8.0}, -4.0), model())
    assert learned.decisions == 2000
    assert max(learned.weights, key=learned.weights.__getitem__) == "words"
    assert learned.weights["words"] > 5


def test_what_was_learned_is_a_probability() -> None:
    """Of pairs given some probability, that share accepts (within what chance allows)."""
    prior = Acceptance({**model().weights, "meaning": 4.0}, -4.0)
    learned = learn(decisions(1500, {"meaning": 6.0, "concepts": 3.0}, -4.0), prior)
    groups: dict[int, list[tuple[float, bool]]] = {}
    for decision in decisions(4000, {"meaning": 6.0, "concepts": 3.0}, -4.0)[1500:]:
        likely = float(learned.probability(decision.parts))
        groups.setdefault(int(likely * 5), []).append((likely, decision.accepted))
    for group in groups.values():
        foretold = sum(likely for likely, _ in group) / len(group)
        came = sum(accepted for _, accepted in group) / len(group)
        assert abs(foretold - came) < 0.06


def test_decisions_that_tell_nothing_leave_the_prior() -> None:
    chance = random.Random(2)
    noise = [Decision({"meaning": chance.random()}, chance.random() < 0.5) for _ in range(40)]
    sure = model()
    assert learn(noise, sure) in (sure, learn(noise, sure))
    assert abs(learn(noise, sure).weights["meaning"]) < 1
