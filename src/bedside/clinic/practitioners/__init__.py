"""Who works where, for whoever is looked after there, or works there (FHIR: Practitioner)."""

from bedside.clinic.practitioners.reading import read, read_all, read_role, read_roles
from bedside.clinic.practitioners.views import PractitionerView, RoleView

__all__ = ["PractitionerView", "RoleView", "read", "read_all", "read_role", "read_roles"]
