"""Numbers read out of sentences, and sentences compared by them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.languages import get
from cms.languages.claims import code_differences, number_differences, plain

EN, VI, FR = get("en"), get("vi"), get("fr")


def digits(language, text):
    return [float(number.value) for number in language.numbers(text) if not number.spelled]


def spelled(language, text):
    return [float(number.value) for number in language.numbers(text) if number.form == "words"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Take 2.5 mg or 2,5 mg.", [2.5, 2.5]),
        ("1,500 mg", [1500]),
        ("0.125 mg", [0.125]),
        ("1,234,567.89", [1234567.89]),
        ("10 000 people", [10000]),
        ("2.25 billion people", [2.25e9]),
        ("$35m", [35e6]),
        ("100m away", [100]),
        ("six to 12 months", [12]),
        ("6-12 or 6–12 months", [6, 12, 6, 12]),
        ("blood pressure of 120/80", [120, 80]),
        ("1/2 tablet, 2 1/2 tablets, 6½ tablets", [0.5, 2.5, 6.5]),
        ("at 5:00 and 7.55am", [5, 7, 55]),
        ("vitamin B12, CD4, COVID-19, omega-3, 3D", []),
        ("H<sub>2</sub>O and 10<sup>9</sup>/L", [10, 9]),
        ('<a href="/b12#3">5</a><strong>0</strong> mg', [50]),
        ("&lt;5 mg and <5 mg", [5, 5]),
        ("mid-1990s", [1990]),
        ("a skin area of 5 cm2", [5]),
        ("30.11.2022", [30, 11, 2022]),
    ],
)
def test_digits_are_read_in_english(text, values):
    assert digits(EN, text) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Uống 2,5 mg hoặc 2.5 mg.", [2.5, 2.5]),
        ("1.500 mg", [1500]),
        ("1,500 mg", [1.5]),
        ("10,000 người", [10000]),
        ("2,25 tỷ người, 35 triệu", [2.25e9, 35e6]),
        ("1,5 nghìn tỷ", [1.5e12]),
        ("3 triệu rưỡi", [3.5e6]),
        ("ngày 30 tháng 11 năm 2022", [30, 11, 2022]),
        ("7.55 giờ sáng", [7, 55]),
    ],
)
def test_digits_are_read_in_vietnamese(text, values):
    assert digits(VI, text) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("twenty-one days", [21]),
        ("two hundred and five patients", [205]),
        ("three or four days", [3, 4]),
        ("two and a half hours", [2.5]),
        ("one million two hundred thousand", [1200000]),
        ("the Four Corners", []),
        ("hundreds of people", []),
    ],
)
def test_numerals_are_read_in_english(text, values):
    assert spelled(EN, text) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("mười lăm ngày", [15]),
        ("hai mươi mốt ngày", [21]),
        ("hai trăm linh năm người", [205]),
        ("một trăm năm mươi", [150]),
        ("hai mươi năm", [20]),
        ("mười năm", [10]),
        ("năm tháng", [5]),
        ("một triệu hai trăm nghìn", [1200000]),
        ("hai rưỡi", [2.5]),
        ("mỗi năm", []),
        ("năm 2022", []),
        ("năm ngoái", []),
        ("ba mẹ", []),
        ("hàng trăm người", []),
        ("sáu phần trăm", [6]),
    ],
)
def test_numerals_are_read_in_vietnamese(text, values):
    assert spelled(VI, text) == values


@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [
        ("Take 2.5 mg.", "Uống 2,5 mg."),
        ("six to 12 months", "6 đến 12 tháng"),
        ("six to 12 months", "từ sáu đến 12 tháng"),
        ("2.25 billion people", "2,25 tỷ người"),
        ("10 to 15 million", "10 đến 15 triệu"),
        ("10 to 15 million", "10 triệu đến 15 triệu"),
        ("on 30 November 2022", "ngày 30/11/2022"),
        ("on 30 November 2022", "ngày 30 tháng 11 năm 2022"),
        ("June's figures", "số liệu của tháng 6"),
        ("in May 2012", "vào tháng Năm 2012"),
        ("on Friday", "vào thứ 6"),
        ("at 5 p.m.", "lúc 17:00"),
        ("at 5 a.m.", "lúc 05:00"),
        ("the 1990s", "những năm 90"),
        ("half of them", "1/2 số đó"),
        ("half of them", "50% số đó"),
        ("half a tablet", "½ viên"),
        ("two thirds", "2/3"),
        ("two thirds", "hai phần ba"),
        ("75 percent", "75%"),
        ("60 per cent", "sáu mươi phần trăm"),
        ("twice a day", "2 lần/ngày"),
        ("two decades", "20 năm"),
        ("a year", "1 năm"),
        ("a dozen eggs", "12 quả trứng"),
        ("two and a half hours", "2 giờ rưỡi"),
        ("19 of 29 matches", "19/29 trận"),
        ("Type II", "típ 2"),
        ("the 3rd column", "cột thứ ba"),
        ("the sixth day", "ngày thứ 6"),
        ("£11million", "11 triệu bảng"),
        ("more than 10,000 people", "hơn 10,000 người"),
        ("a turning point", "1 bước ngoặt"),
    ],
)
def test_a_right_translation_differs_in_no_number_either_way(english, vietnamese):
    left, right = EN.numbers(english), VI.numbers(vietnamese)
    assert number_differences(left, right, months=True) == ([], [])
    assert number_differences(right, left)[1] == []


@pytest.mark.parametrize(
    ("english", "vietnamese", "missing", "extra"),
    [
        ("Take 2.5 mg.", "Uống 25 mg.", ["2.5"], ["25"]),
        ("Take 5 mg.", "Uống mg.", ["5"], []),
        ("Take 5 mg.", "Uống 5 mg 2 lần.", [], ["2"]),
        ("5 mg, then 5 mg", "5 mg, rồi mg", ["5"], []),
        ("2.25 billion", "2,25 triệu", ["2.25 billion"], ["2,25 triệu"]),
        ("six to 12 months", "12 tháng", ["six"], []),
        ("six months", "năm tháng", ["six"], []),
        ("in September", "vào tháng 8", ["September"], ["8"]),
        ("5% each year", "% mỗi năm", ["5"], []),
        ("on 30 May 2005", "ngày 30 tháng năm 2005", [], []),
        ("120/80", "120/60", ["80"], ["60"]),
    ],
)
def test_a_wrong_translation_differs(english, vietnamese, missing, extra):
    found = number_differences(EN.numbers(english), VI.numbers(vietnamese), months=True)
    assert ([n.text for n in found[0]], [n.text for n in found[1]]) == (missing, extra)


@pytest.mark.parametrize(
    ("source", "target", "missing", "extra"),
    [
        ("vitamin B12", "vitamin B6", ["B12"], ["B6"]),
        ("COVID-19", "Covid-19", [], []),
        ("CD4 and CD4", "CD4", [], []),
        ("25-OH vitamin D3", "25-OH vitamin D2", ["D3"], ["D2"]),
        ("F-16s", "F-16", [], []),
    ],
)
def test_codes_are_kept_as_they_are(source, target, missing, extra):
    assert code_differences(EN.codes(source), VI.codes(target)) == (missing, extra)


def test_any_other_language_reads_digits_by_its_own_separator():
    assert digits(FR, "1,5 mg ou 2,125 mg") == [1.5, 2.125]
    assert number_differences(EN.numbers("1.5 mg in May"), FR.numbers("1,5 mg en mai")) == ([], [])


def test_a_span_is_about_the_sentence_without_markup():
    text = "Uống <strong>2,5</strong> mg"
    (number,) = VI.numbers(text)
    assert plain(text)[number.start : number.end] == "2,5"
    assert number.value == Decimal("2.5")


@given(st.decimals(min_value=0, max_value=10**9, places=2).filter(lambda d: d % 1))
def test_a_number_is_read_as_each_language_writes_it(value):
    for language in (EN, VI, FR):
        (number,) = language.numbers(language.format_number(value))
        assert number.value == value
        assert not number.foreign


@given(st.text(), st.text())
def test_any_text_can_be_compared_and_with_itself_never_differs(left, right):
    for language in (EN, VI, FR):
        number_differences(language.numbers(left), language.numbers(right))
        numbers = language.numbers(left)
        assert number_differences(numbers, numbers) == ([], [])
