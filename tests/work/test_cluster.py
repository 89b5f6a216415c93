from collections.abc import Iterator

import pytest
from distributed import LocalCluster

from saphan.engine.matching import Listing, MatchingProblem, Profile, match
from saphan.work.cluster import Cluster, NoCluster

TOPICS = ("ข่าวปลอม", "คลาวด์", "โดรน", "ธนาคารดิจิทัล")
ANSWERS = ("Фейковые новости", "Облачные вычисления", "Беспилотники", "Цифровой банк")
PROBLEM = MatchingProblem(
    (
        *(
            Profile(f"T{i}", "TH", "company", f"ก{i}", "th", needs=(Listing(f"N{i}", topic),))
            for i, topic in enumerate(TOPICS)
        ),
        *(
            Profile(f"R{i}", "RU", "company", f"х{i}", "ru", offers=(Listing(f"O{i}", answer),))
            for i, answer in enumerate(ANSWERS)
        ),
    )
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        yield cluster.scheduler_address


def test_a_cluster_of_two_processes_comes_to_the_same_result(address: str) -> None:
    with Cluster(address) as runner:
        assert runner.workers == 2
        assert match(PROBLEM, runner=runner) == match(PROBLEM)


def test_no_cluster_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("saphan.work.cluster._PATIENCE", 0.5)
    with pytest.raises(NoCluster, match="start one with"):
        Cluster("tcp://127.0.0.1:1")
