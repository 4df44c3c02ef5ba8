"""A reading runs in a process of its own, and whatever happens to that process becomes a sentence."""

import stat
from pathlib import Path

import pytest

from tests.workplan.reading.formats import makers
from yaodian.workplan.reading.formats import bounded, jobs
from yaodian.workplan.reading.formats.source import Unreadable


def refusal(job: str = "text", kind: str = "html") -> str:
    with pytest.raises(Unreadable) as caught:
        bounded.perform_apart(job, kind, makers.html_of(makers.PLAN))
    return caught.value.code


def program(folder: Path, body: str) -> str:
    path = folder / "program"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_a_reading_apart_gives_the_same_as_one_here():
    page = makers.html_of(makers.PLAN)
    assert bounded.perform_apart("text", "html", page) == list(jobs.perform("text", "html", page))


def test_an_unreadable_file_is_the_same_refusal_on_both_sides():
    with pytest.raises(Unreadable) as caught:
        bounded.perform_apart("text", "pdf", b"%PDF-1.7")
    assert (caught.value.code, "请" in caught.value.words) == ("broken", True)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("kill -XCPU $$", "too_large"),
        ("kill -ABRT $$", "too_large"),
        ("kill -SEGV $$", "too_large"),
        ("exit 3", "broken"),
    ],
)
def test_a_process_that_dies_becomes_a_sentence(monkeypatch, tmp_path, body, code):
    monkeypatch.setattr(bounded.sys, "executable", program(tmp_path, body))
    assert refusal() == code


def test_a_process_that_does_not_end_is_stopped(monkeypatch, tmp_path):
    monkeypatch.setattr(bounded, "WALL_SECONDS", 0.2)
    monkeypatch.setattr(bounded.sys, "executable", program(tmp_path, "exec sleep 30"))
    assert refusal() == "too_large"


def test_the_process_inherits_no_secrets(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    answer = 'printf \'{"result": "%s"}\' "${DATABASE_URL:-none}"'
    monkeypatch.setattr(bounded.sys, "executable", program(tmp_path, answer))
    assert bounded.perform_apart("text", "html", b"") == "none"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ValueError("x"), "broken"),
        (RecursionError(), "broken"),
        (BaseException("a panic of native code"), "broken"),
        (MemoryError(), "too_large"),
        (Unreadable("encrypted", "请取消密码。"), "encrypted"),
    ],
)
def test_whatever_a_parser_throws_becomes_a_sentence(monkeypatch, error, code):
    def fail(_: bytes) -> str:
        raise error

    monkeypatch.setitem(jobs.JOBS, ("text", "html"), fail)
    with pytest.raises(Unreadable) as caught:
        jobs.perform("text", "html", b"")
    assert caught.value.code == code
