"""What is done later of reports."""

from bedside.outbox.kinds import Kind, Kinds
from bedside.reports import monthly

JOBS: Kinds = {
    monthly.MONTH: Kind(monthly.begin, one_act=False, every="month"),
    monthly.MAKE: Kind(monthly.make),
    monthly.READY: Kind(monthly.say_ready),
}
