"""Who reads or writes, and who works where now: what many rules about records ask at once."""

from dataclasses import dataclass
from uuid import UUID

from bedside.audit import Actor
from bedside.clinic.facilities.reach import colleagues_of


@dataclass(frozen=True)
class Standing:
    """An actor, and the staff of the active facilities they work at, themselves included.

    `staff` are pairs of a facility and an account. Nobody but a doctor has any.
    """

    by: Actor
    staff: frozenset[tuple[UUID, UUID]]

    @classmethod
    def of(cls, by: Actor) -> "Standing":
        """Look up who works where: one query, for as many records as there are."""
        if by.role != "doctor":
            return cls(by, frozenset())
        return cls(by, frozenset(colleagues_of(by)))

    def works_at(self, facility: UUID) -> bool:
        """Whether the actor works at a facility now."""
        return self.by.user is not None and (facility, self.by.user) in self.staff

    def answers_for(self, facility: UUID, user: UUID) -> bool:
        """Whether what `user` began at a facility is the actor's affair.

        It is their own, or that of somebody who has left the facility where the actor works.
        """
        own = user == self.by.user
        return self.works_at(facility) and (own or (facility, user) not in self.staff)
