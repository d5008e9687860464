"""Bringing in: what a file holds, how it is written, and what undoing does."""

from collections.abc import Mapping

IMPORTS: Mapping[str, str] = {
    "planned": "Not brought in yet",
    "asked": "Being brought in",
    "failed": "It did not work",
    "done": "Brought in",
    "undone": "Undone",
}
"""How a file that was brought stands."""
SHEETS: Mapping[str, str] = {
    "patients": "Patients",
    "allergies": "Allergies",
    "medicines": "Medicines",
    "diagnoses": "Diagnoses",
    "appointments": "Appointments",
    "records": "One patient's record (FHIR bundle)",
}
"""What the rows of a file are."""
NEW_ROWS: Mapping[str, str] = {
    "patients": "new patient,new patients",
    "allergies": "allergy,allergies",
    "medicines": "medicine,medicines",
    "diagnoses": "diagnosis,diagnoses",
    "appointments": "appointment,appointments",
    "records": "new patient,new patients",
}
"""What is made of rows, one and many of them."""
UNDOING: Mapping[str, str] = {
    "patients": "everybody who came with this file is erased",
    **dict.fromkeys(
        ("allergies", "medicines", "diagnoses"),
        "everything that came with this file is marked as entered in error",
    ),
    "appointments": "every appointment that came with this file is cancelled",
    "records": "the patient who came with this file is erased, with all that came along",
}
"""What undoing does, by what the rows are."""
UNDO: Mapping[str, str] = {
    "patients": "Undo, and erase the new patients",
    **dict.fromkeys(("allergies", "medicines", "diagnoses"), "Undo, and mark them as errors"),
    "appointments": "Undo, and cancel them",
    "records": "Undo, and erase the new patient",
}
UNDONE: Mapping[str, str] = {
    "patients": "It is undone: nobody of this file is a patient any more.",
    **dict.fromkeys(
        ("allergies", "medicines", "diagnoses"),
        "It is undone: what came with this file is marked as entered in error.",
    ),
    "appointments": "It is undone: the appointments of this file are cancelled.",
    "records": "It is undone: nobody of this file is a patient any more.",
}
BROUGHT_LISTS: Mapping[str, str] = {
    "allergy": "Allergies",
    "medicine": "Medicines",
    "diagnosis": "Coded diagnoses",
    "problem": "Problems",
    "vitals": "Sets of measurements",
    "flag": "Alerts",
    "elsewhere": "Encounters at other clinics",
}
"""The lists of a record that was brought in, in the order in which they matter."""
CHARSETS: Mapping[str, str] = {
    "utf-8": "Unicode (UTF-8), what most programs write today",
    "utf-16": 'Unicode (UTF-16), "Unicode text" of Excel',
    "cp1252": 'Western European (Windows), "CSV" of older Excel',
    "latin-1": "Western European (ISO 8859-1)",
}
"""How a file may be written."""
SEPARATORS: Mapping[str, str] = {
    "comma": "A comma",
    "semicolon": "A semicolon",
    "tab": "A tab",
    "bar": "A bar |",
}
DATE_ORDERS: Mapping[str, str] = {
    "ymd": "Year, month, day (1980-04-03)",
    "dmy": "Day, month, year (03/04/1980 is 3 April)",
    "mdy": "Month, day, year (03/04/1980 is 4 March)",
}
"""In which order dates are written, by the code."""
DECIMALS: Mapping[str, str] = {
    "point": "A point (2.5; 1,000 is a thousand)",
    "comma": "A comma (2,5; 1.000 is a thousand)",
}
"""Which sign divides a number from its decimals, by the code."""
