"""Who may sign in, who they are on each request, and the act that everything else is built of.

Nothing in Bedside changes a record or reads one except within `act`, which asks the permission
table, holds the transaction and writes the audit event.
"""

from bedside.accounts.access import actor_for_access
from bedside.accounts.acts import Act, act, all_or_nothing, prepared_act
from bedside.accounts.approvals import CHECKS, Approved, approvals_of
from bedside.accounts.forgetting import forget_expired
from bedside.accounts.forgotten import ask_for_reset_link
from bedside.accounts.invitations import (
    AccessView,
    Invited,
    access_of,
    find_invitation,
    forget_try,
    invite,
    take_up,
)
from bedside.accounts.models import Role, Session, State, User
from bedside.accounts.naming import (
    NOT_OPENED,
    Description,
    describe,
    has_account,
    named,
    names_of,
    open_all,
    open_email,
    open_name,
    shown,
)
from bedside.accounts.new_passwords import (
    change_password,
    issue_reset_link,
    must_have_signed_in_just_now,
    must_know_password,
    reset_link_is_good,
    reset_password,
)
from bedside.accounts.passwords import PasswordHash, hash_password
from bedside.accounts.proofs import check_csrf, csrf_token, fingerprint
from bedside.accounts.refreshing import Refreshed, refresh
from bedside.accounts.sessions import actor_for_sid
from bedside.accounts.signing_in import SignedIn, sign_in, sign_out
from bedside.accounts.standing import approve, disable, enable
from bedside.accounts.users import (
    active_account,
    active_administrators,
    actor_of_account,
    change_unopened_email,
    colleagues_to_choose_from,
    create_user,
    find_by_email,
    find_user,
    list_users,
    may_register,
    own_account,
    read_user,
    register_user,
    staff_among,
    staff_to_choose_from,
    users_visible_to,
)
from bedside.accounts.verifying import Verified, verify_documents

__all__ = [
    "CHECKS",
    "NOT_OPENED",
    "AccessView",
    "Act",
    "Approved",
    "Description",
    "Invited",
    "PasswordHash",
    "Refreshed",
    "Role",
    "Session",
    "SignedIn",
    "State",
    "User",
    "Verified",
    "access_of",
    "act",
    "active_account",
    "active_administrators",
    "actor_for_access",
    "actor_for_sid",
    "actor_of_account",
    "all_or_nothing",
    "approvals_of",
    "approve",
    "ask_for_reset_link",
    "change_password",
    "change_unopened_email",
    "check_csrf",
    "colleagues_to_choose_from",
    "create_user",
    "csrf_token",
    "describe",
    "disable",
    "enable",
    "find_by_email",
    "find_invitation",
    "find_user",
    "fingerprint",
    "forget_expired",
    "forget_try",
    "has_account",
    "hash_password",
    "invite",
    "issue_reset_link",
    "list_users",
    "may_register",
    "must_have_signed_in_just_now",
    "must_know_password",
    "named",
    "names_of",
    "open_all",
    "open_email",
    "open_name",
    "own_account",
    "prepared_act",
    "read_user",
    "refresh",
    "register_user",
    "reset_link_is_good",
    "reset_password",
    "shown",
    "sign_in",
    "sign_out",
    "staff_among",
    "staff_to_choose_from",
    "take_up",
    "users_visible_to",
    "verify_documents",
]
