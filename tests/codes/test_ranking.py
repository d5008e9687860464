"""What is offered first for what people say: the code that is meant, and nothing absurd after it.

Written from general clinical knowledge: for each phrase the code that a clinician would take
without more being said, and the families of codes that its first three may come from.
"""

import pytest

from bedside import codes

TABLE = {
    "migraine with aura": ("G43.109", "G43.1"),
    "migrain with aura": ("G43.109", "G43.1"),
    "migraine without aura": ("G43.009", "G43.0"),
    "concussion": ("S06.0X0A", "S06.0 S34.0"),
    "flu": ("J11.1", "J09 J10 J11"),
    "chest infection": ("J22", "J22 J20 J18"),
    "uti": ("N39.0", "N39.0 N30 N10"),
    "water infection": ("N39.0", "N39.0 N30 N10"),
    "heart attack": ("I21.9", "I21"),
    "high blood pressure": ("I10", "I10"),
    "sore throat": ("J02.9", "J02 J03 J31"),
    "tonsilitis": ("J03.90", "J03"),
    "ear infection": ("H66.90", "H66"),
    "asthma": ("J45.909", "J45"),
    "copd": ("J44.9", "J44"),
    "type 2 diabetes": ("E11.9", "E11"),
    "slipped disc": ("M51.26", "M51"),
    "sciatica": ("M54.30", "M54.3"),
    "piles": ("K64.9", "K64"),
    "heartburn": ("R12", "R12 K21"),
    "acid reflux": ("K21.9", "K21 R12"),
    "stomach ache": ("R10.9", "R10"),
    "constipation": ("K59.00", "K59.0"),
    "ibs": ("K58.9", "K58"),
    "depression": ("F32.A", "F32 F33"),
    "anxiety": ("F41.9", "F41"),
    "panic attack": ("F41.0", "F41.0"),
    "insomnia": ("G47.00", "G47.0"),
    "eczema": ("L30.9", "L30 L20 B00.0"),
    "psoriasis": ("L40.9", "L40"),
    "shingles": ("B02.9", "B02"),
    "athletes foot": ("B35.3", "B35"),
    "thrush": ("B37.9", "B37"),
    "gout": ("M10.9", "M10 M1A"),
    "broken wrist": ("S52.509A", "S52.50"),
    "sprained ankle": ("S93.409A", "S93.40"),
    "mini stroke": ("G45.9", "G45"),
    "dvt": ("I82.409", "I82.4"),
    "pneumonia": ("J18.9", "J18 J15 J12"),
    "bronchitis": ("J20.9", "J20 J40 J42"),
    "hay fever": ("J30.9", "J30"),
    "pink eye": ("H10.9", "H10 B30"),
    "kidney stones": ("N20.0", "N20"),
    "appendicitis": ("K37", "K35 K36 K37"),
    "hernia": ("K40.90", "K40 K41 K42 K43 K44 K45 K46"),
    "anaemia": ("D64.9", "D64 D50 D55"),
    "underactive thyroid": ("E03.9", "E03"),
    "heavy periods": ("N92.0", "N92"),
    "period pain": ("N94.6", "N94"),
    "enlarged prostate": ("N40.0", "N40"),
    "acne": ("L70.0", "L70"),
    "verruca": ("B07.0", "B07"),
    "tennis elbow": ("M77.10", "M77.1"),
    "tension headache": ("G44.209", "G44.2"),
    "atrial fibrillation": ("I48.91", "I48"),
    "high cholesterol": ("E78.5", "E78"),
    "scabies": ("B86", "B86"),
    "glandular fever": ("B27.90", "B27"),
}


@pytest.mark.parametrize("said", TABLE)
def test_what_is_meant_is_first_and_its_like_follows(said: str) -> None:
    first, families = TABLE[said]
    found = [one.code for one in codes.search(said, 3, codable=True)]
    assert found and found[0] == first, found
    assert all(code.startswith(tuple(families.split())) for code in found), found


def test_what_only_begins_like_a_whole_word_comes_last() -> None:
    for said, beginning in (("uti", "utilit"), ("flu", "flutter")):
        found = [one.display.lower() for one in codes.search(said, 50)]
        places = [place for place, text in enumerate(found) if beginning in text]
        assert places and min(places) > 2, (said, found)
    assert "utilit" in codes.search("utiliti")[0].display.lower(), "while it is being typed"
