"""What can wait: jobs, mails, and the files that come of them."""

from collections.abc import Mapping

JOB_STATES: Mapping[str, str] = {
    "dead": "Given up",
    "failed": "Failed, to be tried again",
    "waiting": "Waiting",
    "running": "Being done",
    "done": "Done",
    "cancelled": "Called off",
}
"""How a job stands, what somebody has to look at first."""
JOB_ENDS: Mapping[str, str] = {
    "dead": "Given up on",
    "failed": "Next try",
    "waiting": "To be begun",
    "running": "",
    "done": "Done on",
    "cancelled": "Called off on",
}
"""What the moment beside a job is, by how the job stands; nothing where there is none."""
_ANOTHER_SYSTEM = "Another system could not be reached: the mail server, a store or the disk"
_NOT_LEFT = "Who asked, or what it is about, is not there any more"
JOB_ERRORS: Mapping[str, str] = {
    "Lost": "The worker ended in the middle of it",
    **dict.fromkeys(
        (
            "ConnectionRefusedError", "ConnectionResetError", "ConnectionError", "BrokenPipeError",
            "OSError", "TimeoutError", "gaierror", "Unavailable", "NoStore", "OperationalError",
            "InterfaceError", "SSLError", "SMTPConnectError", "SMTPServerDisconnected",
        ),
        _ANOTHER_SYSTEM,
    ),
    **dict.fromkeys(
        (
            "SMTPException", "SMTPResponseException", "SMTPDataError", "SMTPHeloError",
            "SMTPSenderRefused", "SMTPNotSupportedError",
        ),
        "The mail server did not take the mail",
    ),
    "SMTPRecipientsRefused": "The mail server does not know the address",
    "SMTPAuthenticationError": "The mail server refused the password of this Bedside",
    **dict.fromkeys(("NotFound", "Forbidden", "Unauthenticated", "DoesNotExist"), _NOT_LEFT),
    "Invalid": "What was asked for cannot be done like this",
    **dict.fromkeys(
        ("Conflict", "Stale", "AlreadyDone"), "Somebody changed something meanwhile"
    ),
    **dict.fromkeys(
        ("Damaged", "BrokenSeal"), "Something sealed does not open: see the documents' check"
    ),
    "Throttled": "It was tried too often in a short time",
}  # fmt: skip
"""What went wrong with a job, by the type of the error."""
JOB_FAULT = "A fault in Bedside itself: tell whoever runs it"
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
FILES: Mapping[str, str] = {
    "administration_file.make": "Facilities, staff or the audit log",
    "appointment_list.make": "List of appointments",
    "report.make_month": "Report of the month",
    "import.make": "What was brought in",
    "clinic_file.make": "All records of a clinic",
    "record_file.make": "A whole record",
}
"""What people ask for, to whoever asked."""
