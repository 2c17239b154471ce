"""What is true of a language, sentence by sentence."""

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.languages import get
from cms.languages.language import UnknownLanguage
from cms.languages.text import nfc

EN, VI, FR = get("en"), get("vi"), get("fr")


@pytest.mark.parametrize(
    ("code", "name", "opengraph"),
    [
        ("en", "English", "en_US"),
        ("vi", "Tiếng Việt", "vi_VN"),
        ("fr", "Français", "fr_FR"),
        ("pt-br", "Português (Brasil)", "pt_BR"),
    ],
)
def test_a_language_has_its_own_name_and_its_territory(code, name, opengraph):
    language = get(code)
    assert (language.code, language.name, language.opengraph_locale) == (code, name, opengraph)


@pytest.mark.parametrize("code", ["qq", "", "not a language", "english"])
def test_an_unknown_code_is_refused_with_a_plain_sentence(code):
    with pytest.raises(UnknownLanguage, match="There is no language with the code"):
        get(code)


def test_a_language_is_made_once():
    assert get("vi") is VI


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Đường huyết", "duong-huyet"),
        ("Đái tháo đường", "dai-thao-duong"),
        ("Viêm gan B – những điều cần biết", "viem-gan-b-nhung-dieu-can-biet"),
        ("Crohn's disease & you", "crohns-disease-you"),
        ("B₁₂: 5 µg?", "b12-5-g"),
        ("???", "article"),
        ("健康", "article"),
    ],
)
def test_a_slug_keeps_every_letter_of_the_title(title, slug):
    assert VI.slug(title) == slug


def test_a_long_slug_is_cut_between_words():
    assert VI.slug("thiếu máu ác tính", max_length=12) == "thieu-mau-ac"
    assert VI.slug("thiếu máu ác tính", max_length=11) == "thieu-mau"
    assert EN.slug("pneumonoultramicroscopic", max_length=5) == "pneum"


@given(st.text(), st.integers(min_value=1, max_value=80))
def test_a_slug_is_always_an_address(text, length):
    slug = FR.slug(text, max_length=length)
    assert re.fullmatch(r"[a-z0-9-]+", slug)
    assert len(slug) <= length
    assert slug.strip("-") == slug


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bác sỹ", "bac si"),
        ("vật lý", "vat li"),
        ("tỷ", "ti"),
        ("tay", "tay"),
        ("may", "may"),
        ("thủy", "thuy"),
        ("hoà tan", "hoa tan"),
        ("ĐƯỜNG HUYẾT", "duong huyet"),
        ("đường", "duong"),
    ],
)
def test_folding_finds_vietnamese_typed_without_marks(typed, meant):
    assert VI.fold(typed) == VI.fold(meant) == meant


def test_english_keeps_its_y():
    assert EN.fold("Therapy") == "therapy"


@pytest.mark.parametrize(
    "ordered",
    [
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["a", "ă", "â", "b"],
        ["d", "đ", "e", "ê"],
        ["o", "ô", "ơ", "p"],
        ["u", "ư", "v"],
        ["da", "dạ", "dạ dày", "đa", "đau"],
        ["An", "án", "ăn", "ân"],
        ["gan", "Gan", "gàn"],
        ["vitamin B", "vitamin C", "vitamin D"],
    ],
)
def test_vietnamese_is_sorted_by_letter_then_tone_then_case(ordered):
    assert sorted(set(ordered), key=VI.sort_key) == ordered


SYLLABLES = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằầéèỷ AĐ", max_size=8)


@given(st.lists(SYLLABLES, max_size=6))
def test_the_sort_key_does_not_depend_on_the_order_of_typing(words):
    backwards = words[::-1]
    assert sorted(words, key=VI.sort_key) == sorted(backwards, key=VI.sort_key)


@given(SYLLABLES, SYLLABLES)
def test_words_of_other_letters_are_never_ordered_by_tone(left, right):
    key, other = VI.sort_key(left), VI.sort_key(right)
    assert (key < other) == (key[0] < other[0]) or key[0] == other[0]


@pytest.mark.parametrize(
    ("code", "date"),
    [("en", "30 November 2022"), ("vi", "30 tháng 11 năm 2022"), ("fr", "30 novembre 2022")],
)
def test_a_date_reads_as_in_a_sentence(code, date):
    assert get(code).format_date(datetime.date(2022, 11, 30)) == date


def test_numbers_and_lists_follow_the_language():
    assert VI.format_number(1234567.89) == "1.234.567,89"
    assert EN.format_number(1234567.89) == "1,234,567.89"
    assert VI.format_list(["a", "b", "c"]) == "a, b và c"
    assert EN.format_list(["a", "b"]) == "a and b"


def test_reading_takes_a_minute_at_least():
    assert EN.reading_minutes("") == 1
    assert EN.reading_minutes("word " * 690) == 3
    assert VI.reading_minutes("<p>" + "từ " * 900 + "</p>") == 3


def test_a_letter_keeps_the_marks_of_any_language_and_no_pile_of_them():
    assert nfc("e\u0323\u0302" * 50) == "ệ" * 50
    assert len(nfc("a" + "\u0323" * 100_000)) == 30
