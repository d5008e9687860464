"""What is done later for whoever takes something out."""

from bedside.exports import administration
from bedside.exports.records import asking, making
from bedside.outbox.kinds import Kind, Kinds

JOBS: Kinds = {
    administration.KIND: Kind(administration.make, still_may=administration.may_still),
    asking.RECORD: Kind(making.make_record, still_may=making.may_still_record),
    asking.CLINIC: Kind(making.make_clinic, still_may=making.may_still_clinic),
}
