"""A program compares two records, makes them one, and separates them, by version."""

from bedside import clinic
from tests.api.conftest import Clinic
from tests.clinic.doubles import enrolled_again
from tests.people import Person


def test_two_records_are_compared_made_one_and_separated(day: Clinic) -> None:
    patient: Person = day.new_patient()
    other = enrolled_again(patient, day.bello)
    clinic.correct_profile(other, {"phone": "020 7946 0018"}, version=1, by=day.bello.actor)
    client = day.caller(day.bello)
    path = f"/api/patients/{patient.patient}/merge/{other}"
    seen = client.get(path)
    outcomes = {one["field"]: one["outcome"] for one in seen.json()["details"]}
    assert outcomes["phone"] == "choose" and outcomes["name"] == "same"
    said = {"reason": "Passport", "replaced_version": 2}
    assert client.post(path, json=said).status_code == 428
    known = {"If-Match": seen.headers["ETag"]}
    assert client.post(path, json=said, headers=known).status_code == 422
    said["choices"] = {"phone": "replaced"}
    stale = client.post(path, json=said, headers={"If-Match": '"99"'})
    assert stale.status_code == 412
    made = client.post(path, json=said, headers=known)
    assert made.status_code == 201, made.text
    assert made.json()["fields"] == ["phone"] and made.json()["may"] == ["undo"]
    there = made.headers["Location"]
    assert client.get(f"/api/patients/{other}").json()["id"] == str(patient.patient)
    number = clinic.merges.read(made.json()["id"], by=day.bello.actor).replaced.record_number
    found = client.post("/api/patients/search", json={"text": number}).json()["items"]
    assert [(one["patient"]["id"], one["former_number"]) for one in found] == [
        (str(patient.patient), number)
    ]
    listed = client.get(f"/api/patients/{patient.patient}/merges").json()["items"]
    assert [one["id"] for one in listed] == [made.json()["id"]]
    lists = f"/api/patients/{patient.patient}/allergies"
    latex = client.post(lists, json={"substance": "Latex"}).json()["id"]
    seen = client.get(there)
    (added,) = seen.json()["added"]
    assert (added["id"], added["what"], added["movable"]) == (latex, "Latex", True)
    known = {"If-Match": seen.headers["ETag"]}
    for goes in ({latex: "both"}, {"latex": "kept"}, {str(patient.patient): "kept"}):
        said = {"reason": "Cousins", "goes_to": goes}
        assert client.post(f"{there}/undo", json=said, headers=known).status_code == 422
    said = {"reason": "Cousins", "goes_to": {latex: "replaced"}}
    undone = client.post(f"{there}/undo", json=said, headers=known)
    assert undone.status_code == 200 and undone.json()["undone_because"] == "Cousins"
    assert client.get(f"/api/patients/{other}").json()["id"] == str(other)
    assert client.get(lists).json()["items"] == []
    assert client.get(f"/api/patients/{other}/allergies/{latex}").json()["id"] == latex
