"""The kept inputs of the fuzzers go through once more; and the fuzzer itself finds what there is to find."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
import run
from fuzz_engine import (
    CurrentInput,
    Session,
    corpus_file,
    failure_of,
    keep_inputs,
    kept_inputs,
)
from fuzz_mutation import MOST_BYTES, Mutator
from fuzz_targets import TARGETS, Target

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS.keys())
def test_what_the_fuzzers_kept_goes_through(target: Target) -> None:
    inputs = kept_inputs(CORPUS, target)
    assert inputs
    for data in inputs:
        failure = failure_of(target, data)
        assert failure is None, f"{data!r}\n{failure.trace}"


def test_the_kept_inputs_are_small() -> None:
    assert sum(corpus_file(CORPUS, target).stat().st_size for target in TARGETS.values()) < 1_000_000


def _two_steps(data: bytes) -> None:
    """Wrong behind two conditions that only the first met one leads to; slow behind another."""
    if b"[[" in data:
        if b"]]" in data:
            raise KeyError("brackets")
        return
    while b"{{{" in data:
        pass


PLANTED = Target(
    "planted", _two_steps, (b"[", b"]", b"{"), traced=("fuzz_targets", "test_fuzz"), seconds=0.01
)


def test_failures_and_slow_inputs_are_found_made_short_and_told_apart() -> None:
    session = Session(PLANTED, Random(1), [b"some text to begin with"])
    session.fuzz(seconds=60, runs=1_500)
    found = {what.split()[0]: data for what, (_failure, data) in session.failures.items()}
    assert sorted(found["KeyError"]) == sorted(b"[[]]")
    assert found["TooSlowError"] == b"{{{"
    assert len(session.failures) == 2
    assert session.found >= 1
    assert failure_of(PLANTED, b"[[") is None


def test_what_led_somewhere_new_is_kept_as_short_as_it_can_be(tmp_path: Path) -> None:
    session = Session(PLANTED, Random(1), [b"text", b"much more text with [[ in it", b"other text"])
    session.fuzz(seconds=60, runs=0)
    keep_inputs(tmp_path, PLANTED, session.minimised())
    assert kept_inputs(tmp_path, PLANTED) == [b"", b"[["]


def test_any_bytes_are_kept_as_they_are(tmp_path: Path) -> None:
    inputs = [bytes(range(256)), b"\xff\xfe\n\x00", "é\u2028\ufeff".encode(), b""]
    keep_inputs(tmp_path, PLANTED, inputs)
    assert kept_inputs(tmp_path, PLANTED) == sorted(inputs, key=len)


@pytest.mark.parametrize("is_json", [False, True])
def test_mutation_follows_from_the_seed_and_knows_a_limit(is_json: bool) -> None:
    def some() -> list[bytes]:
        mutator = Mutator(Random(7), [b'"a"', b"{"], is_json=is_json)
        data, made = b'{"a": [1, {"b": "c"}]}', []
        for _ in range(300):
            data = mutator.mutated(data, [b"other", b"[]"])
            made.append(data)
        return made

    made = some()
    assert made == some()
    assert len(set(made)) > 100
    assert all(len(data) <= MOST_BYTES for data in made)


def test_the_input_that_ended_the_interpreter_is_known(tmp_path: Path) -> None:
    noted = CurrentInput(tmp_path / "current")
    noted.write(b"a longer one")
    noted.write(b"last")
    assert CurrentInput.read(tmp_path / "current") == b"last"


def test_an_input_is_tried_again_by_the_line_that_was_printed(tmp_path: Path) -> None:
    path = tmp_path / "input"
    path.write_bytes(b"date:2026 -x")
    command = [sys.executable, str(HERE / "run.py"), "query", "--failures", str(tmp_path / "failures")]
    again = subprocess.run([*command, "--replay", str(path)], capture_output=True, text=True, check=True)
    assert again.stdout == "query: nothing went wrong\n"
    short = subprocess.run([*command, "--runs", "20"], capture_output=True, text=True, check=True)
    assert "0 kinds of failure" in short.stdout
    assert list((tmp_path / "failures").iterdir()) == []


def test_a_failure_fails_the_run_and_fails_again_from_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(run.TARGETS, "planted", PLANTED)
    monkeypatch.setattr(run, "CORPUS", tmp_path)
    keep_inputs(tmp_path, PLANTED, [b"[", b"]"])
    common = ["planted", "--failures", str(tmp_path / "failures")]
    assert run.main([*common, "--seed", "1", "--runs", "500"]) == 1
    said = capsys.readouterr().out
    (path,) = [item for item in (tmp_path / "failures").iterdir() if b"]]" in item.read_bytes()]
    assert f"python tests/fuzz/run.py planted --replay {path}" in said
    assert "KeyError" in said
    assert run.main([*common, "--replay", str(path)]) == 1
    assert "KeyError" in capsys.readouterr().out
