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
        timeout=240,
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


def test_every_state_can_be_seen(prepared):
    folder, _printed = prepared
    published = "SELECT key, language FROM articles_edition e JOIN articles_article a ON a.id = e.article_id "
    editions = asked(folder, published + "WHERE kind = 'article' AND published_id IS NOT NULL")
    out = {key: sorted(language for other, language in editions if other == key) for key, _language in editions}
    assert sorted(key for key, languages in out.items() if languages == ["en", "vi"]) == [
        "flu-vaccination-over-65", "high-blood-pressure", "immune-aging", "iron-deficiency-anaemia",
        "metformin-and-vitamin-b12", "type-2-diabetes", "vitamin-b12-deficiency",
    ]  # fmt: skip
    assert out["hepatitis-b"] == ["vi"]
    assert out["exercise-for-healthy-ageing"] == out["coeliac-and-crohns-malabsorption"] == ["en"]
    states = (
        "SELECT key, state, count(*) FROM translation_unit u JOIN translation_translation t ON t.id = translation_id "
    )
    states += "JOIN articles_article a ON a.id = t.article_id WHERE NOT obsolete GROUP BY key, state"
    by_key: dict[str, dict[int, int]] = {}
    for key, state, count in asked(folder, states):
        by_key.setdefault(key, {})[state] = count
    assert by_key["exercise-for-healthy-ageing"] == {0: 16, 20: 16}
    assert by_key["coeliac-and-crohns-malabsorption"] == {20: 32}
    assert by_key["vitamin-b12-deficiency"] == {30: 84}
    assert by_key["high-blood-pressure"] == {30: 60}


def test_nobody_approved_their_own_words(prepared):
    folder, _printed = prepared
    assert asked(folder, "SELECT count(*) FROM translation_unit WHERE approved_by_id = target_by_id") == [(0,)]


def test_readers_are_told_what_is_withheld_and_what_is_behind(prepared):
    folder, _printed = prepared
    site = folder / "demo" / "pages" / "current" / "vi" / "goc-suc-khoe"
    withheld = (site / "metformin-va-vitamin-b12" / "index.html").read_text()
    assert 'class="note withheld"' in withheld
    assert "rồi tăng liều dần từng bước" not in withheld
    behind = (site / "tiem-vac-xin-cum-cho-nguoi-tu-65-tuoi" / "index.html").read_text()
    assert 'class="notice"' in behind
    assert 'class="note outdated"' in behind


def test_topics_list_their_articles_and_articles_lead_on(prepared):
    folder, _printed = prepared
    site = folder / "demo" / "pages" / "current" / "vi" / "goc-suc-khoe"
    topic = (site / "dinh-duong" / "index.html").read_text()
    assert "Metformin và vitamin B12" in topic and "Thiếu máu thiếu sắt" in topic
    for page in ("thieu-vitamin-b12", "viem-gan-b", "lao-hoa-mien-dich"):
        assert 'class="related"' in (site / page / "index.html").read_text()
    assert "Do ban biên tập chọn" in (site / "dai-thao-duong-tip-2" / "index.html").read_text()


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
    assert asked(folder, "SELECT count(*) FROM articles_edition WHERE published_id IS NOT NULL") == [(33,)]


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
