"""Who may sign in, who they are on each request, and the act that everything else is built of.

Nothing in Bedside changes a record or reads one except within `act`, which asks the permission
table, holds the transaction and writes the audit event.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bedside.accounts.access import actor_for_access as actor_for_access
    from bedside.accounts.acts import Act as Act
    from bedside.accounts.acts import act as act
    from bedside.accounts.acts import prepared_act as prepared_act
    from bedside.accounts.forgetting import forget_expired as forget_expired
    from bedside.accounts.models import Role as Role
    from bedside.accounts.models import Session as Session
    from bedside.accounts.models import State as State
    from bedside.accounts.models import User as User
    from bedside.accounts.new_passwords import change_password as change_password
    from bedside.accounts.new_passwords import issue_reset_link as issue_reset_link
    from bedside.accounts.new_passwords import reset_link_is_good as reset_link_is_good
    from bedside.accounts.new_passwords import reset_password as reset_password
    from bedside.accounts.passwords import PasswordHash as PasswordHash
    from bedside.accounts.passwords import hash_password as hash_password
    from bedside.accounts.proofs import check_csrf as check_csrf
    from bedside.accounts.proofs import csrf_token as csrf_token
    from bedside.accounts.proofs import fingerprint as fingerprint
    from bedside.accounts.refreshing import Refreshed as Refreshed
    from bedside.accounts.refreshing import refresh as refresh
    from bedside.accounts.sessions import actor_for_sid as actor_for_sid
    from bedside.accounts.signing_in import SignedIn as SignedIn
    from bedside.accounts.signing_in import sign_in as sign_in
    from bedside.accounts.signing_in import sign_out as sign_out
    from bedside.accounts.standing import approve as approve
    from bedside.accounts.standing import disable as disable
    from bedside.accounts.standing import enable as enable
    from bedside.accounts.users import Description as Description
    from bedside.accounts.users import create_user as create_user
    from bedside.accounts.users import describe as describe
    from bedside.accounts.users import list_users as list_users
    from bedside.accounts.users import may_register as may_register
    from bedside.accounts.users import open_email as open_email
    from bedside.accounts.users import open_name as open_name
    from bedside.accounts.users import own_account as own_account
    from bedside.accounts.users import read_user as read_user
    from bedside.accounts.users import register_user as register_user

_HOMES = {
    "access": "actor_for_access",
    "acts": "Act act prepared_act",
    "forgetting": "forget_expired",
    "models": "Role Session State User",
    "new_passwords": "change_password issue_reset_link reset_link_is_good reset_password",
    "passwords": "PasswordHash hash_password",
    "proofs": "check_csrf csrf_token fingerprint",
    "refreshing": "Refreshed refresh",
    "sessions": "actor_for_sid",
    "signing_in": "SignedIn sign_in sign_out",
    "standing": "approve disable enable",
    "users": "Description create_user describe list_users may_register open_email open_name"
    " own_account read_user register_user",
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    # Found on first use: Django must have loaded its apps before a model may be imported.
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
