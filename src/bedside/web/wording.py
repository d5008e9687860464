"""The words that pages put around codes."""

from collections.abc import Mapping
from datetime import timedelta

from bedside.clinic.appointments import CancelReason
from bedside.clinic.appointments.wording import STANDING
from bedside.clinic.encounters.models import EncounterClass
from bedside.clinic.entries.lifecycle import ERROR
from bedside.clinic.verbs import VERBS
from bedside.intake.urgency import RANKS
from bedside.intake.wording import LEVELS, WHENS

URGENCIES: Mapping[int, str] = {RANKS[when]: words for when, words in WHENS.items()}
"""How soon somebody should be seen, by the rank of it."""
ENTRIES: Mapping[str, str] = {
    "encounter": "Encounters",
    "note": "Notes",
    "assessment": "Assessments",
    "appointment": "Appointments",
    "diagnosis": "Diagnoses",
    "vitals": "Measurements",
}
"""What a timeline holds."""
DIAGNOSES: Mapping[str, str] = {
    "confirmed": "Confirmed",
    "suspected": "Suspected",
    "resolved": "Resolved",
    "refuted": "Ruled out",
    ERROR: "Entered in error",
}
"""How a diagnosis stands, in the order in which a page groups them."""
PARTS: Mapping[str, str] = {
    "about": "About you",
    "life_threats": "Urgent signs",
    "complaint": "What is wrong",
    "symptoms": "Your symptoms",
    "adaptive": "Looking closer",
    "background": "Your background",
    "vitals": "Measurements",
    "questionnaires": "How you have been",
}
FLAGS: Mapping[str, str] = {
    "safety": "Safety",
    "clinical": "Clinical",
    "drug": "Medicines",
    "lab": "Laboratory",
    "diet": "Diet",
    "behavioral": "Behaviour",
    "contact": "Contact",
    "advance-directive": "Advance decision",
    "admin": "Administration",
    "research": "Research",
}
"""What an alert is about, by its category."""
_LISTS = {
    "allergy": "allergies",
    "diagnosis": "diagnoses",
    "flag": "alerts",
    "medicine": "medicines",
    "problem": "problems",
    "vitals": "measurements",
}
_READ = ("list", "read")
ACCESSES: Mapping[str, str] = {
    "patient.read": "Read your details",
    "patient.list": "Saw you in a list of patients",
    "patient.change": "Changed your details",
    "patient.register": "Registered you",
    "answer.repeat": "Saw once more what came of a change",
    "assessment.read": "Read an assessment",
    "assessment.list": "Saw a list of your assessments",
    "assessment.review": "Marked an assessment as reviewed",
    "assessment.take": "Took an assessment for review",
    "assessment.take_over": "Took over an assessment",
    "assessment.release": "Put an assessment back for any doctor",
    "assessment.ask": "Asked you something about an assessment",
    "assessment.withdraw": "Went on without your reply",
    "assessment.close": "Closed an assessment",
    "assessment.reopen": "Opened an assessment again",
    "assessment.export": "Saved an assessment of yours as a PDF",
    "chart.read": "Read your record",
    "clinic_file.ask": "Asked for your record, with all of the clinic's, as a file",
    "record_file.ask": "Asked for your whole record as a file",
    "record_file.make": "Took your whole record out as a file",
    "report.export": "Saved a report that shows you as a PDF",
    "clinic_file.make": "Took your record out, with all of the clinic's",
    "chart.export": "Saved your record as a PDF",
    "contact.read": "Read your details and your next appointments",
    "patient.correct": "Corrected your details",
    "patient.set_responsible": "Noted your responsible doctor",
    "patient.transfer": "Moved you to another clinic",
    "patient.enrol": "Registered you",
    "patient.invite": "Made a code for you to open your own account",
    "patient.accept": "Opened your account with your code",
    "assessment.undo_review": "Took back that an assessment was reviewed",
    "worklist.read": "Saw you on the worklist",
    "encounter.start": "Began an encounter with you",
    "encounter.change": "Corrected an encounter",
    "encounter.lock": "Locked an encounter",
    "encounter.read": "Read an encounter",
    "encounter.list": "Saw a list of your encounters",
    "note.begin": "Began a note",
    "note.save": "Wrote on a note",
    "note.discard": "Discarded the draft of a note",
    "note.sign": "Signed a note",
    "note.cosign": "Co-signed a note",
    "note.amend": "Began to amend a note",
    "note.read": "Read a note",
    "note.list": "Read your notes",
    "note.list_unsigned": "Saw that a note about you is not signed yet",
    "note.export": "Saved a note as a PDF",
    "note.share": "Shared a note with you",
    "note.unshare": "Stopped sharing a note with you",
    "note.search": "Looked for words in your notes",
    "patient.fill_in": "Sealed your birth date once more, for counting ages",
    "patient.search": "Found you in a search for patients",
    "duplicate.list": "Saw you in a list of patients who may be registered twice",
    "duplicate.rule_out": "Noted that you are not registered twice",
    "duplicate.reconsider": "Noted that you may be registered twice after all",
    "merge.list": "Looked which records of yours were made one",
    "merge.make": "Made two records of yours one",
    "merge.read": "Read why two records of yours were made one",
    "merge.read_both": "Compared two records that may both be yours",
    "merge.undo": "Separated two records that were made one",
    "import.make": "Registered you from a file of patients",
    "import.read": "Saw you beside a file of patients who may be here already",
    "import.undo": "Took back that you were registered from a file",
    "record.bring_in": "Brought in your record from elsewhere",
    "report.read": "Saw you in a report of the clinic, among those with most illness on record",
    "report.read_counts": "Counted the clinic's patients",
    "report.list_risks": "Saw how much illness the record says you have, in a list of patients",
    "search.rebuild": "Made the search for patients anew",
    "draft.expire": "Deleted an assessment that you did not send",
    "appointment.list": "Saw your appointments",
    "appointment_list.make": "Took a list with your appointments out as a file",
    "appointment.list_day": "Saw you among those who come on a day",
    "appointment.read": "Read an appointment of yours",
    "appointment.book": "Booked an appointment for you",
    "appointment.overbook": "Fitted in an appointment for you",
    "appointment.reschedule": "Moved an appointment of yours",
    "appointment.cancel": "Cancelled an appointment of yours",
    "appointment.arrive": "Noted that you had arrived",
    "appointment.fulfil": "Noted that you had been seen",
    "appointment.no_show": "Noted that you did not come",
    "appointment.undo": "Took back what was noted about an appointment",
    "message.send": "Sent you a message that there is news about an appointment",
    "follow_up.propose": "Looked for times for your follow-up",
    "follow_up.book": "Booked your follow-up",
    "follow_up.wait": "Put you on the waiting list for a follow-up",
    "waiting.join": "Put you on the waiting list",
    "waiting.leave": "Took you off the waiting list",
    "waiting.list": "Saw you on the waiting list",
    "waiting.offer": "Offered you a time from the waiting list",
    "waiting.accept": "Took the time that was offered to you",
    "waiting.decline": "Let the time go that was offered to you",
    "waiting.expire": "Let the time go that was offered to you and not taken in time",
    "schedule.read": "Saw your appointments in a day's schedule",
    "schedule.publish": "Changed the hours in which you have an appointment",
    "schedule.close": "Closed a time in which you have an appointment",
    "schedule.open": "Opened a time again in which you have an appointment",
    "schedule.restore": "Went back to earlier hours in which you have an appointment",
    "slot.list": "Looked for free times for you",
    "calendar.create": "Made a calendar that shows your appointments",
    "calendar.show": "Looked up a calendar that shows your appointments",
    "calendar.read": "Fetched a calendar that shows your appointments",
    "calendar.revoke": "Ended a calendar that shows your appointments",
    "account.register": "Made an account for you",
    "account.approve": "Approved your account",
    "account.read": "Read your account",
    "account.list": "Saw your account in a list",
    "account.disable": "Closed your account",
    "account.enable": "Opened your account again",
    "account.reset_link": "Made a link for you to set a new password",
    "account.change_password": "Set a new password for your account",
    "account.refresh": "Kept you signed in",
    "account.sign_out": "Signed you out",
    "documents.verify": "Checked that your record can be opened",
    "audit.list": "Saw in the list of all acts that something was done with your record",
    "audit.read": "Read who looked at your record",
    "audit.verify": "Checked the list of who looked at your record",
    **{
        f"{noun}.{event}": f"{'Read' if event in _READ else 'Changed'} your list of {_LISTS[noun]}"
        for noun, event in (verb.split(".") for verb in VERBS)
        if noun in _LISTS
    },
}


OTHER_ACCESS = "Worked with your record"


APPOINTMENT_STEPS = {
    "book": "Booked",
    "overbook": "Overbooked",
    "move": "Moved to another time",
    "cancel": "Cancelled",
    "arrive": "Arrived",
    "fulfil": "Seen",
    "no_show": "Did not come",
    "undo": "Taken back",
    "offer": "Offered from the waiting list",
    "accept": "The offered time was taken",
    "decline": "The offered time was let go",
    "expire": "The offered time was not taken in time",
}
CANCELLED = {
    "better": "It is better",
    "cannot-come": "You could not come",
    "elsewhere": "You are seen elsewhere",
    "practitioner-away": "The doctor is away",
    "closed": "The clinic is closed",
    "mistake": "Booked by mistake",
    "other": "Another reason",
    "transferred": "You moved to another clinic",
    "declined": "You let the offered time go",
    "not-answered": "The offered time was not taken in time",
}
"""Why an appointment was cancelled, to its patient; staff read the codes' own labels."""
STAFF_REASONS: Mapping[str, str] = {one.value: str(one.label) for one in CancelReason}
OWN_REASONS = {
    "better": "The problem is better",
    "cannot-come": "I cannot come then",
    "elsewhere": "I am seen elsewhere",
    "mistake": "I booked it by mistake",
    "other": "Another reason",
}
"""Why patients cancel, in their words."""
TOLD = {
    True: "The patient sees this on their page when they sign in next. A mail may reach them, if"
    " they have an address and want mails. If it is soon, call them:",
    False: "The patient has no account. A mail may reach them, if they have an address. Call them:",
}
"""How the patient hears of what the clinic did, by whether they have an account."""
AGAINST = {
    "taken": "The doctor has somebody else at this time.",
    "holiday": "The clinic is closed on this day.",
    "hours": "This time is outside of the doctor's hours.",
}
"""What speaks against a time that staff want to book."""

JOB_STATES: Mapping[str, str] = {
    "dead": "Given up",
    "failed": "Failed, to be tried again",
    "waiting": "Waiting",
    "running": "Being done",
    "done": "Done",
    "cancelled": "Called off",
}
"""How a job stands, what somebody has to look at first."""
JOBS: Mapping[str, str] = {
    "administration_file.make": "File: facilities, staff or the audit log",
    "appointment.booked": "Mail: an appointment is booked",
    "appointment.reminder": "Mail: a reminder of an appointment",
    "appointment.offer": "Mail: a time has become free",
    "appointment.moved": "Mail: an appointment was moved",
    "appointment.cancelled": "Mail: an appointment was cancelled",
    "audit.check": "Checking the audit log",
    "account.approved": "Mail: an account was approved",
    "account.reset": "Mail: a link to set a new password",
    "assessment.answered": "Mail: the doctor has answered",
    "assessment.asked": "Mail: the doctor asks something",
    "note.shared": "Mail: a note was shared",
    "report.month": "The report of the month, for each administrator",
    "report.make_month": "File: the report of the month",
    "report.month_ready": "Mail: the report of the month is ready",
    "appointment_list.make": "File: a clinic's list of appointments",
    "import.make": "Bringing in a clinic's patients",
    "clinic_file.make": "File: all records of a clinic",
    "record_file.make": "File: a whole record",
    "house.sweep": "Removing what has expired",
    "waiting.settle": "Passing on offered times that nobody took",
}
"""What each kind of job does."""
MAILS: Mapping[str, str] = {
    "appointments": "My appointments: booked, moved or cancelled by the clinic, a time became free",
    "reminders": "A reminder the day before an appointment",
    "answers": "A doctor has answered me, or asks me something",
    "notes": "A note was shared with me",
}
"""What patients can choose to be written about, in their words."""
RECORD_REASONS: Mapping[str, str] = {
    "patient-asks": "The patient asks for it",
    "referral": "Somebody else goes on with the treatment",
    "moving": "Moving to another system",
    "law": "The law asks for it",
    "backup": "A copy of our own",
    "other": "Something else",
}
"""For what a doctor takes whole records out."""
ADMINISTRATION_FILES: Mapping[str, str] = {
    "facilities": "Facilities",
    "staff": "Accounts of staff",
    "memberships": "Who works where, worked and will work",
    "audit": "Who did what: the audit log",
}
"""What an administrator can take out."""
ADMINISTRATION_REASONS: Mapping[str, str] = {
    "review": "A regular review",
    "incident": "Something went wrong",
    "law": "The law asks for it",
    "planning": "Planning",
    "moving": "Moving to another system",
    "other": "Something else",
}
"""For what an administrator takes something out."""
IN_WORDS = "In your words, if it is something else"
"""What goes with a reason that is none of the list."""
FORMATS: Mapping[str, str] = {
    "json": "For programs (JSON)",
    "csv": "For spreadsheets (CSV)",
    "ndjson": "For programs that read line by line (NDJSON)",
    "fhir": "For the system of another clinic (FHIR)",
}
LIST_REASONS: Mapping[str, str] = {
    "planning": "Planning rooms or staff",
    "calling": "Calling patients",
    "billing": "Billing",
    "reporting": "A report that has to be made",
    "other": "Something else",
}
"""For what a list of appointments is taken out."""
FILES: Mapping[str, str] = {
    "administration_file.make": "Facilities, staff or the audit log",
    "appointment_list.make": "List of appointments",
    "report.make_month": "Report of the month",
    "import.make": "What was brought in",
    "clinic_file.make": "All records of a clinic",
    "record_file.make": "A whole record",
}
"""What people ask for, to whoever asked."""

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


MARKS: Mapping[str, Mapping[str, str]] = {
    "encounter": dict(EncounterClass.choices),
    "note": {"note": "", "amendment": "Amendment"},
    "assessment": LEVELS,
    "appointment": STANDING,
    "diagnosis": DIAGNOSES,
    "vitals": {"": "", ERROR: "Entered in error"},
}
"""What stands beside an entry of a timeline, by its kind and its code."""


def can_be_undone(lasts: timedelta) -> str:
    """Say for how long what was just done can be taken back."""
    return f"You can undo this for {lasts // timedelta(minutes=1)} minutes."
