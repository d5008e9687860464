"""Who may do what with accounts, and with the log that every act is written to."""

from bedside.accounts.permissions import Verbs

VERBS: Verbs = {
    "account.approve": {"administrator", "system"},
    "account.ask_reset": {"anonymous"},
    "account.change_password": {"patient", "doctor", "receptionist", "administrator"},
    "account.disable": {"administrator"},
    "account.enable": {"administrator"},
    "account.list": {"administrator", "system"},
    "account.read": {"patient", "doctor", "receptionist", "administrator"},
    "account.refresh": {"anonymous", "patient", "doctor", "receptionist", "administrator"},
    "account.register": {"anonymous", "administrator", "system"},
    "account.reset": {"anonymous"},
    "account.reset_link": {"administrator", "system"},
    "account.sign_in": {"anonymous"},
    "account.sign_out": {"patient", "doctor", "receptionist", "administrator"},
    "account.write_to": {"system"},
    "answer.repeat": {"anonymous", "patient", "doctor", "receptionist", "administrator"},
    "audit.list": {"administrator"},
    "audit.read": {"patient", "administrator", "system"},
    "audit.verify": {"administrator", "system"},
    "documents.verify": {"system"},
}
