"""Who may do what with an assessment, and who may count.

Whoever holds a draft is anonymous too: the draft's own token is what lets them reach that one
assessment.
"""

from bedside.accounts.permissions import Verbs

VERBS: Verbs = {
    "assessment.ask": {"doctor"},
    "assessment.answer": {"anonymous", "patient"},
    "assessment.back": {"anonymous", "patient"},
    "assessment.change": {"anonymous", "patient"},
    "assessment.close": {"doctor"},
    "assessment.discard": {"anonymous", "patient"},
    "assessment.list": {"anonymous", "patient", "doctor"},
    "assessment.read": {"anonymous", "patient", "doctor"},
    "assessment.release": {"doctor"},
    "assessment.reopen": {"doctor"},
    "assessment.reply": {"patient"},
    "assessment.review": {"doctor"},
    "assessment.start": {"anonymous", "patient"},
    "assessment.submit": {"patient"},
    "assessment.take": {"doctor"},
    "assessment.take_over": {"doctor"},
    "assessment.undo_review": {"doctor"},
    "assessment.withdraw": {"doctor"},
    "counts.read": {"administrator"},
    "draft.begin": {"anonymous"},
    "draft.claim": {"patient"},
    "draft.expire": {"system"},
    "follow_up.book": {"patient", "doctor"},
    "follow_up.propose": {"patient", "doctor"},
    "follow_up.wait": {"patient", "doctor"},
    "knowledge.read": {"administrator", "system"},
    "knowledge.sign_off": {"administrator"},
    "reference_data.read": {"administrator"},
    "statistics.read": {"doctor", "administrator"},
    "worklist.read": {"doctor"},
}
