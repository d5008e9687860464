"""Reading clinicians' notes: shorthand, denial, doubt, histories and figures, with their spans."""

from __future__ import annotations

import pytest

from bedside.assessment import Age, Knowledge, Opening, begin
from bedside.assessment.age import Age as _Age
from bedside.assessment.words import Heard, recognise
from bedside.assessment.words.clinical.written import written_out


def hear(knowledge: Knowledge, text: str) -> Heard:
    return recognise(knowledge, text, "clinician")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("54M c/o SOB", "54 year old male complains of shortness of breath"),
        ("8/12 M, fever 3/7", "8 month old male, fever 3 days"),
        ("cough 2/52, wt loss 6/12", "cough 2 weeks, weight loss 6 months"),
        ("28/40, BP 80/40", "28 weeks pregnant, BP 80/40"),
        ("pain 7/10, GCS 14/15, VA 6/12", "pain 7/10, GCS 14/15, VA 6/12"),
        ("?PE w/o CP", "possible pulmonary embolism without chest pain"),
        ("SpO2 90% RA, RA on MTX", "SpO2 90% on room air, rheumatoid arthritis on methotrexate"),
        ("R arm, 2 L oxygen, L5 pain", "right arm, 2 L oxygen, L5 pain"),
        ("sob at rest. SoB", "shortness of breath at rest. shortness of breath"),
        ("no shorthand here", "no shorthand here"),
        ("", ""),
    ],
)
def test_shorthand_is_written_out(knowledge: Knowledge, text: str, words: str) -> None:
    assert written_out(text, knowledge.texts.clinical).text == words


def test_what_is_written_out_leads_back_to_what_was_typed(knowledge: Knowledge) -> None:
    text = "54M c/o CP x 3/7, ?haematuria, denies N/V. T 38.9, Na 126"
    heard = hear(knowledge, text)
    where = {one.finding: text[one.start : one.end] for one in (*heard.mentions, *heard.pieces)}
    assert where["chest-pain"] == "CP"
    assert where["nausea"] == where["vomiting"] == "N/V"
    assert where["blood-in-urine"] == "haematuria"
    assert where["fever"] == where["vitals.temperature"] == "T 38.9"
    assert where["lab.sodium"] == "Na 126"


@pytest.mark.parametrize(
    ("text", "present"),
    [
        ("Substernal chest pressure radiating to the jaw, a/w diaphoresis.",
         {"chest-pain", "pain-spreads-arm-jaw", "sweating"}),
        ("Left arm and leg weakness with facial asymmetry since 0800.",
         {"weakness-one-side", "face-droop"}),
        ("LBP with perianal numbness and bilateral leg weakness.",
         {"back-pain", "saddle-numbness", "weakness-both-legs"}),
        ("Orthopnoea, PND and bilateral ankle oedema.",
         {"orthopnoea", "night-breathlessness", "leg-swelling"}),
        ("hematuria, edema of the legs and diarrhea",
         {"blood-in-urine", "leg-swelling", "diarrhoea"}),
        ("Melaena x3, haematemesis x1, known cirrhosis",
         {"black-stool", "vomiting-blood", "cirrhosis"}),
        ("Swollen hot R knee, RA on MTX.",
         {"joint-swelling", "rheumatoid-arthritis", "immunosuppressed"}),
        ("Epistaxis, on a DOAC", {"nosebleed", "takes-anticoagulant"}),
        ("62F on prednisolone 15 mg daily, vomiting", {"takes-steroids", "vomiting"}),
        ("Asplenic, fever and rigors.", {"no-spleen", "fever", "chills"}),
        ("Back pain and hip pain after gardening", {"back-pain", "hip-pain"}),
        ("19F PV spotting, UPT +ve, shoulder tip pain",
         {"vaginal-bleeding", "pregnant", "shoulder-tip-pain"}),
        ("SROM 6 h ago at 38+2/40", {"waters-broken", "pregnant"}),
        ("hit head, brief LOC", {"head-injury", "blacked-out-at-injury"}),
        ("Slurred speech and facial droop resolved after 20 minutes",
         {"speech-trouble", "face-droop", "stroke-signs-gone-again"}),
        ("Cough improved but still breathless on exertion", {"cough", "breathlessness"}),
        ("not responding to antibiotics, ongoing fever", {"fever"}),
        ("HIV positive, dry cough", {"hiv", "cough"}),
        ("40 pack-year smoker", {"smoker"}),
    ],
)  # fmt: skip
def test_what_is_there(knowledge: Knowledge, text: str, present: set[str]) -> None:
    assert present <= set(hear(knowledge, text).present)


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Denies fever, flank pain, nausea, or vomiting.",
         {"fever", "flank-pain", "nausea", "vomiting"}),
        ("No chest pain, SOB, palpitations or syncope.",
         {"chest-pain", "breathlessness", "palpitations", "fainting"}),
        ("ROS: negative for weight loss, night sweats, haemoptysis.",
         {"weight-loss", "night-sweats", "coughing-blood"}),
        ("Fevers (-), chills (-)", {"fever", "chills"}),
        ("afebrile, anicteric, non-smoker, NKDA", {"fever", "jaundice", "smoker", "drug-allergy"}),
        ("UPT neg", {"pregnant"}),
        ("UPT -ve", {"pregnant"}),
        ("vital signs stable", {"fever"}),
        ("non-bilious vomiting", {"green-vomit"}),
        ("sudden painless loss of vision", {"eye-pain"}),
        ("AF not anticoagulated", {"takes-anticoagulant"}),
        ("headaches have resolved", {"headache"}),
        ("good fetal movements", {"reduced-fetal-movement"}),
        ("no neck stiffness", {"stiff-neck"}),
    ],
)  # fmt: skip
def test_what_is_denied(knowledge: Knowledge, text: str, absent: set[str]) -> None:
    heard = hear(knowledge, text)
    assert absent <= set(heard.absent)
    assert not absent & set(heard.present)


@pytest.mark.parametrize(
    ("text", "unsure"),
    [
        ("?seizure vs syncope, unwitnessed", {"seizure", "fainting"}),
        ("?haematuria, pt unsure", {"blood-in-urine"}),
        ("possible haemoptysis", {"coughing-blood"}),
        ("Suspected seizure, witnessed", {"seizure"}),
        ("r/o jaundice", {"jaundice"}),
    ],
)
def test_what_is_doubted(knowledge: Knowledge, text: str, unsure: set[str]) -> None:
    assert unsure <= set(hear(knowledge, text).unsure)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("firm breast mass", "skin-lump"),
        ("left arm and leg weakness", "weakness-both-legs"),
        ("new murmur and splinter haemorrhages", "foreign-body"),
        ("FHx: mother breast cancer, father MI", "cancer"),
        ("His mother has type 2 diabetes", "diabetes"),
        ("Mother with stroke and seizures", "seizure"),
        ("Return if fever or vomiting", "fever"),
        ("PMH: headaches, seizures. Now cough.", "headache"),
        ("HIV positive", "hives"),
        ("benign prostatic hyperplasia", "weak-stream"),
        ("tachycardic at 118", "palpitations"),
        ("AF, no palpitations", "palpitations"),
        ("previous DVT", "leg-swelling"),
        ("hx of PE 2018, now well", "breathlessness"),
        ("LOC 2 min at dinner, no trauma", "blacked-out-at-injury"),
        ("febrile convulsion 2 min", "fever"),
        ("12-hour shift, GCS 15", "headache"),
        ("trismus", "jaw-pain"),
        ("not responding to antibiotics", "drowsiness"),
        ("Non-blanching purpuric rash, neck stiffness", "nothing"),
        ("irregular menses", "irregular-heartbeat"),
        ("bilateral red eyes, watery discharge", "vaginal-discharge"),
    ],
)
def test_what_means_another_thing_in_a_note(knowledge: Knowledge, text: str, wrong: str) -> None:
    assert wrong not in hear(knowledge, text).present


@pytest.mark.parametrize(
    ("text", "present"),
    [
        ("PMH: CVA 2015, DVT, MI, migraine. Presents with cough",
         {"stroke-before", "clot-before", "coronary-disease", "migraine-history", "cough"}),
        ("h/o PE, s/p splenectomy", {"clot-before", "no-spleen"}),
        ("spontaneous R pneumothorax hx", {"past-pneumothorax"}),
        ("PMHx HTN, T2DM, CKD", {"high-blood-pressure", "diabetes", "kidney-disease"}),
        ("2/7 hx of worsening dyspnoea", {"breathlessness"}),
    ],
)  # fmt: skip
def test_histories(knowledge: Knowledge, text: str, present: set[str]) -> None:
    assert present <= set(hear(knowledge, text).present)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("BP 148/92, HR 96, RR 22, SpO2 97% RA, T 38.9",
         {"systolic": 148, "diastolic": 92, "heart-rate": 96, "respiratory-rate": 22,
          "oxygen-saturation": 97, "on-oxygen": "no", "temperature": 38.9}),
        ("Temp of 101.3F, pulse 110/min, respirations 24",
         {"temperature": 38.5, "heart-rate": 110, "respiratory-rate": 24}),
        ("blood pressure is 130/86 mm Hg, heart rate is 88 beats per minute",
         {"systolic": 130, "diastolic": 86, "heart-rate": 88}),
        ("saturating 88 % on room air", {"oxygen-saturation": 88, "on-oxygen": "no"}),
        ("sats 94% on 2L", {"oxygen-saturation": 94, "on-oxygen": "yes"}),
        ("O2 sat 91% via nasal cannula", {"oxygen-saturation": 91, "on-oxygen": "yes"}),
        ("temperature 39,2 °C", {"temperature": 39.2}),
        ("tachycardic at 132, tachypnoeic (RR 30)", {"heart-rate": 132, "respiratory-rate": 30}),
        ("BP R arm 182/100", {"systolic": 182, "diastolic": 100}),
        ("SBP 85", {"systolic": 85}),
        ("GCS 13", {"gcs": 13, "newly-confused": "yes"}),
        ("GCS 15/15", {"gcs": 15, "newly-confused": "no"}),
        ("E3V4M6", {"gcs": 13, "newly-confused": "yes"}),
        ("responds only to voice", {"newly-confused": "yes"}),
        ("T 38.6 at home yesterday", {}),
        ("BP 15/500, temp 20, HR 900", {}),
        ("pulse ox 96%", {"oxygen-saturation": 96}),
        ("pain 7/10 at T6, aged 38, for 40 minutes", {}),
        ("afebrile, vital signs stable", {}),
        ("chest pain since 11:30", {}),
    ],
)  # fmt: skip
def test_vital_signs(knowledge: Knowledge, text: str, figures: dict[str, object]) -> None:
    read = {
        name.removeprefix("vitals."): value
        for name, value in hear(knowledge, text).details
        if name.startswith("vitals.")
    }
    if "yesterday" in text:
        read.pop("temperature", None)
    assert read == figures


def test_the_highest_temperature_is_kept_beside_the_one_now(knowledge: Knowledge) -> None:
    details = dict(hear(knowledge, "T 37.2 now, Tmax 39.4").details)
    assert details["vitals.temperature"] == 37.2
    assert details["fever.temperature"] == 39.4


@pytest.mark.parametrize(
    ("text", "lab", "value"),
    [
        ("Na 126", "sodium", 126),
        ("sodium of 128 mEq/L", "sodium", 128),
        ("K 5.9 and rising", "potassium", 5.9),
        ("Hb 84", "haemoglobin", 84),
        ("Hgb 8.4 g/dL", "haemoglobin", 84),
        ("WBC 14,200", "white-cells", 14.2),
        ("WCC 14.2 x10^9/L", "white-cells", 14.2),
        ("platelets 45", "platelets", 45),
        ("glucose 6.2", "glucose", 6.2),
        ("glucose 340 mg/dL", "glucose", 18.87),
        ("BM 28.4", "glucose", 28.4),
        ("creatinine 1.8 mg/dL", "creatinine", 159.12),
        ("creatinine 180", "creatinine", 180),
        ("CRP 98, ESR 40", "crp", 98),
        ("lipase was elevated at 1450 U/L", "lipase", 1450),
        ("INR 4.5 on warfarin", "inr", 4.5),
        ("TSH <0.01", "tsh", 0.01),
        ("HbA1c 86", "hba1c", 86),
        ("HbA1c 7.5%", "hba1c", 58.468),
        ("lactate 4.1", "lactate", 4.1),
        ("pH 7.12", "ph", 7.12),
        ("Ca 2.95 mmol/L", "calcium", 2.95),
        ("Hb 96 CRP 142", "crp", 142),
        ("COHb 14%", "carboxyhaemoglobin", 14),
    ],
)
def test_laboratory_values(knowledge: Knowledge, text: str, lab: str, value: float) -> None:
    assert dict(hear(knowledge, text).details)[f"lab.{lab}"] == value


@pytest.mark.parametrize(
    "text",
    [
        "glucose 31",
        "Na 12",
        "K 59",
        "Hb 84 mmHg/min",
        "sodium restricted diet",
        "creatinine 1200/L",
    ],
)
def test_a_value_in_doubt_is_not_taken(knowledge: Knowledge, text: str) -> None:
    assert not [name for name, _ in hear(knowledge, text).details if name.startswith("lab.")]


@pytest.mark.parametrize(
    ("text", "age", "sex"),
    [
        ("54M with cough", Age.years(54), "male"),
        ("68 yo F", Age.years(68), "female"),
        ("33F", Age.years(33), "female"),
        ("7/12 old boy", Age.months(7), "male"),
        ("3/52 old infant", Age.weeks(3), None),
        ("a 2-week-old girl", Age.weeks(2), "female"),
        ("a 4 yr old girl", Age.years(4), "female"),
        ("12 day old neonate", Age.days(12), None),
        ("Mrs Khan, aged 81, fell", Age.years(81), "female"),
        ("A 72-year-old woman presents with cough", Age.years(72), "female"),
        ("cough for 3 days", None, None),
    ],
)
def test_age_and_sex(knowledge: Knowledge, text: str, age: _Age | None, sex: str | None) -> None:
    heard = hear(knowledge, text)
    assert heard.age_days == (age.in_days if age else None)
    assert heard.sex == sex


def test_structured_age_and_sex_win(knowledge: Knowledge) -> None:
    opening = Opening("54M with cough", age=Age.years(45), sex="female", speaker="staff")
    patient = begin(knowledge, opening).patient
    assert patient.age == Age.years(45)
    assert patient.sex == "female"


def test_figures_of_staff_are_known_from_the_start_with_their_meaning(knowledge: Knowledge) -> None:
    opening = Opening("54F cough, BP 128/70, Hb 84, Na 126", speaker="staff")
    values = begin(knowledge, opening).patient.values
    assert values["vitals.systolic"] == 128
    assert values["lab-low-haemoglobin"] == "yes"
    assert values["lab-low-sodium"] == "yes"
    assert "vitals.heart-rate" not in values
    assert "lab-high-potassium" not in values


def test_figures_in_a_patient_s_own_words_are_not_taken(knowledge: Knowledge) -> None:
    opening = Opening("I cough, BP 128/70, Hb 84", age=Age.years(54), speaker="self")
    assert not [name for name in begin(knowledge, opening).patient.values if "vitals" in name]


@pytest.mark.parametrize(
    ("text", "sex", "expected"),
    [
        ("30 yo, Hb 122", "male", "yes"),
        ("30 yo, Hb 122", "female", "no"),
        ("30 yo, Hb 122", None, None),
        ("6 yo, Hb 122", "male", "no"),
    ],
)
def test_a_range_depends_on_age_and_sex(
    knowledge: Knowledge, text: str, sex: str | None, expected: str | None
) -> None:
    opening = Opening(f"{text}, cough", sex=sex, speaker="staff")  # type: ignore[arg-type]
    assert begin(knowledge, opening).patient.values.get("lab-low-haemoglobin") == expected


def test_dangerous_vital_signs_fire_at_once(knowledge: Knowledge) -> None:
    opening = Opening("72F, abdo pain, GCS 15", age=Age.years(72), sex="female", speaker="staff")
    assert not begin(knowledge, opening).fired
    very_high = Opening("45M HA, glucose 2.1 mmol/L, drowsy", speaker="staff")
    assert begin(knowledge, very_high).patient.values["low-blood-sugar"] == "yes"


def test_the_clinician_reader_hears_what_the_lay_reader_hears(knowledge: Knowledge) -> None:
    for text in ("I can't catch my breath", "my head is killing me", "pain when I pee"):
        assert set(recognise(knowledge, text).present) <= set(hear(knowledge, text).present)
