"""The benchmark of summaries fails where a bound does, and says which."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

pytest.importorskip("rouge_score")

_PATH = Path(__file__).resolve().parents[1] / "benchmarks" / "summaries.py"
_LEAD = [
    "The harbour board of Ostrel closed the northern basin after divers found a crack in the sea wall.",
    "The crack in the sea wall runs below the grain terminal of the northern basin, the board said.",
    "Engineers of the harbour board first warned of a crack in the wall two winters ago.",
]
_REST = [
    "A local baker has begun to sell a cake.",
    "Ferry passengers ate nothing of it this week.",
    "Rain is expected over the hills on Sunday.",
    "An orchestra plays in the park at noon.",
    "Two swans were seen on the canal again.",
    "Nobody knows when the library opens its new wing.",
]


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    specification = importlib.util.spec_from_file_location("summaries_benchmark", _PATH)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    monkeypatch.setitem(__import__("sys").modules, specification.name, module)
    specification.loader.exec_module(module)
    monkeypatch.setattr(module, "DRAWS", 60)
    monkeypatch.setattr(module, "TIMES", 1)
    return module


def articles(module: ModuleType, folder: Path, reference: str) -> list[object]:
    path = folder / "news.jsonl"
    rows = [
        {"source": source, "text": " ".join([*_LEAD, *_REST]), "references": [reference]}
        for source in ("one", "two")
        for _ in range(5)
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    made: list[object] = module._articles(path)
    return made


def test_what_is_below_a_bound_is_said(benchmark: ModuleType, tmp_path: Path) -> None:
    """A summary that is the first three sentences is at the bound of a source and below that of the whole."""
    failed = benchmark._gain(articles(benchmark, tmp_path, _LEAD[2]), benchmark.Judge(), fit=False)
    assert failed
    assert {sentence.partition(":")[0] for sentence in failed} <= {
        f"{which}, {source}" for which in ("as shipped", "held out") for source in ("one", "two", "all")
    }
    assert any(sentence.startswith("held out, all: ROUGE-1") for sentence in failed)


def test_what_is_above_all_bounds_passes(benchmark: ModuleType, tmp_path: Path) -> None:
    made = articles(benchmark, tmp_path, "")
    taken = benchmark.choose(made[0].found, 3)  # type: ignore[attr-defined]
    said = " ".join(
        made[0].document.text[made[0].found[index].start : made[0].found[index].end]  # type: ignore[attr-defined]
        for index in taken
    )
    if taken == [0, 1, 2]:
        pytest.fail("the made article no longer has a summary of its own")
    assert benchmark._gain(articles(benchmark, tmp_path, said), benchmark.Judge(), fit=False) == []


def test_without_data_nothing_is_measured(
    benchmark: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["summaries.py", "--data", str(tmp_path)])
    assert benchmark.main() == 2
    assert "nothing measured" in capsys.readouterr().err


def test_each_part_has_as_much_of_each_source(benchmark: ModuleType, tmp_path: Path) -> None:
    made = articles(benchmark, tmp_path, "A wall.")
    parts = benchmark._parts(made, 3)
    assert sorted(index for part in parts for index in part) == list(range(10))
    assert all({made[index].source for index in part} == {"one", "two"} for part in parts)
