"""The number checks: right pairs pass, wrong pairs are found by the rule that is about them."""

import pytest

from cms.languages import get
from cms.translation.checks import CHECKS, Finding, findings

EN, VI = get("en"), get("vi")

RIGHT = [
    ("Take 2.5 mg daily.", "Uống 2,5 mg mỗi ngày."),
    ("up to six to 12 months", "tối đa 6 đến 12 tháng"),
    ("1,500 mg", "1.500 mg"),
    ("0.125 mg", "0,125 mg"),
    ("2.25 billion", "2,25 tỷ"),
    ("six months", "sáu tháng"),
    ("vitamin B12 at 180–914 pg/mL", "vitamin B12 ở mức 180–914 pg/mL"),
    ("<strong>75%</strong> of adults", "<strong>75%</strong> người lớn"),
    ("Reviewed on June 5, 2024", "Duyệt ngày 5 tháng 6 năm 2024"),
]

WRONG = [
    ("N1", "B", "Take 2.5 mg daily.", "Uống mg mỗi ngày."),
    ("N1", "B", "in September", "vào mùa thu"),
    ("N2", "B", "Take five tablets", "Uống năm viên trong 15 ngày"),
    ("N3", "B", "1,500 mg", "1,500 mg"),
    ("N3", "B", "0.125 mg", "0.125 mg"),
    ("N4", "W", "7.5 mg", "7.5 mg"),
    ("N4", "W", "10,000 people", "10,000 người"),
    ("N7", "B", "six months", "năm tháng"),
    ("A1", "B", "vitamin B12", "vitamin B6"),
]


@pytest.mark.parametrize(("source", "target"), RIGHT)
def test_a_right_pair_passes_in_both_directions(source, target):
    assert findings(source, target, EN, VI) == []
    assert findings(target, source, VI, EN) == []


@pytest.mark.parametrize(("check", "severity", "source", "target"), WRONG)
def test_a_wrong_pair_is_found_by_its_rule(check, severity, source, target):
    assert (check, severity) in {(f.check, f.severity) for f in findings(source, target, EN, VI)}


@pytest.mark.parametrize(
    ("check", "source", "target"),
    [
        ("N1", "Uống 5 mg", "Take mg"),
        ("N2", "Uống 5 mg", "Take 5 mg 10 times"),
        ("N3", "1.500 mg", "1.500 mg"),
        ("N3", "0,125 mg", "0,125 mg"),
        ("N4", "7,5 mg", "7,5 mg"),
        ("N7", "sáu tháng", "seven months"),
        ("A1", "vitamin B12", "vitamin B6"),
    ],
)
def test_the_same_rules_hold_from_vietnamese_to_english(check, source, target):
    assert check in {finding.check for finding in findings(source, target, VI, EN)}


def test_a_finding_says_which_number_and_where():
    (finding,) = findings("Take <b>5</b> mg.", "Uống mg.", EN, VI)
    assert finding.message == "The number 5 of the source has no equal in the translation."
    assert (finding.source_span, finding.target_span, finding.blocks) == ((5, 6), None, True)


def test_a_warning_does_not_block():
    assert not Finding("N4", "W", "…").blocks


def test_an_empty_translation_has_nothing_to_find():
    assert findings("Take 5 mg.", " ", EN, VI) == []


def test_every_rule_stands_in_the_list_once_and_has_an_example():
    ids = [check.id for check in CHECKS]
    assert len(ids) == len(set(ids))
    numbers = {"N1", "N2", "N3", "N4", "N7", "A1"}
    assert numbers <= set(ids)
    assert numbers == {check for check, *_ in WRONG}
