"""The demonstration, run as a newcomer runs it: by the command line, in an empty folder."""

import os
import socket
import sqlite3
import subprocess
import sys

import pytest
from django.conf import settings


def demo(tmp_path, *arguments, **environment):
    clean = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "CMS_BASE_URL")}
    return subprocess.run(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "demo", *arguments],
        env=clean | {"CMS_VAR": str(tmp_path)} | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """The demonstration's folder and what was printed while it was made."""
    folder = tmp_path_factory.mktemp("demo")
    run = demo(folder, "--no-serve", "--port", "8765")
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""
    return folder, run.stdout


def asked(folder, question):
    with sqlite3.connect(folder / "demo" / "db.sqlite3") as database:
        return database.execute(question).fetchall()


def test_it_prints_the_addresses_and_the_log_ins(prepared):
    _folder, printed = prepared
    for words in ("http://localhost:8765/en/", "http://localhost:8765/vi/", "http://localhost:8765/admin/"):
        assert words in printed
    for name in ("admin", "editor", "translator", "reviewer", "publisher"):
        assert f"{name} / {name}-demo" in printed
    assert "Demo reviewer, not a clinician" in printed


def test_both_articles_are_out_in_both_languages_every_unit_approved_by_another(prepared):
    folder, _printed = prepared
    assert asked(folder, "SELECT count(*) FROM articles_edition WHERE published_id IS NOT NULL") == [(8,)]
    units = "SELECT article_id, count(*), min(state), sum(approved_by_id = target_by_id) FROM translation_unit "
    units += "JOIN translation_translation t ON t.id = translation_id GROUP BY article_id ORDER BY count(*) DESC"
    rows = asked(folder, units)
    assert all((state, own) == (30, 0) for _article, _count, state, own in rows)
    assert [count >= 40 for _article, count, _state, _own in rows[:2]] == [True, True]


def test_every_page_says_that_it_is_a_demonstration(prepared):
    folder, _printed = prepared
    found = list((folder / "demo" / "pages" / "current").rglob("*.html"))
    assert len(found) > 10
    assert [path for path in found if 'class="demo"' not in path.read_text()] == []


def test_a_second_run_does_no_harm(prepared):
    folder, _printed = prepared
    before = asked(folder, "SELECT count(*) FROM translation_change")
    asked(folder, "UPDATE people_person SET public_name = 'Mine' WHERE username = 'editor'")
    assert demo(folder, "--no-serve").returncode == 0
    assert asked(folder, "SELECT count(*) FROM translation_change") == before
    assert asked(folder, "SELECT public_name FROM people_person WHERE username = 'editor'") == [("Mine",)]


def test_reset_starts_over(prepared):
    folder, _printed = prepared
    asked(folder, "UPDATE people_person SET public_name = 'Mine' WHERE username = 'editor'")
    assert demo(folder, "--no-serve", "--reset").returncode == 0
    assert asked(folder, "SELECT public_name FROM people_person WHERE username = 'editor'") == [("Demo editor",)]
    assert asked(folder, "SELECT count(*) FROM articles_edition WHERE published_id IS NOT NULL") == [(8,)]


def test_it_refuses_a_database_that_is_not_its_own(tmp_path):
    run = demo(tmp_path, "--no-serve", DATABASE_URL="sqlite:///elsewhere.sqlite3")
    assert run.returncode == 1
    assert "DATABASE_URL is set" in run.stderr


def test_it_says_so_when_the_port_is_taken(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        run = demo(tmp_path, "--port", str(taken.getsockname()[1]))
    assert run.returncode == 1
    assert "is in use" in run.stderr
