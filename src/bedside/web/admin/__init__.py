"""The administration: staff accounts, facilities, patients by id, counts. Never health data.

It is an explicit site with an explicit list of what it shows; nothing registers itself.
"""

from bedside.accounts.models import User
from bedside.clinic.models import Facility, Patient
from bedside.web.admin.facilities import FacilityAdmin
from bedside.web.admin.patients import PatientAdmin
from bedside.web.admin.site import Administration
from bedside.web.admin.users import UserAdmin

site = Administration(name="admin")
site.register(User, UserAdmin)
site.register(Facility, FacilityAdmin)
site.register(Patient, PatientAdmin)

__all__ = ["site"]
