"""When doctors can be seen, and who comes when."""

from bedside.clinic.appointments.attending import REASONS, arrive, cancel, fulfil, no_show, undo
from bedside.clinic.appointments.availability import WeeklyHours
from bedside.clinic.appointments.booking import Prepared, book, place, prepare, reschedule
from bedside.clinic.appointments.calendars import (
    CalendarView,
    create_calendar,
    file_of,
    own_calendar,
    read_calendar,
    revoke_calendar,
)
from bedside.clinic.appointments.days import find_day
from bedside.clinic.appointments.finding import find_slots, practitioners, propose, read_places
from bedside.clinic.appointments.listing import of_patient, read, read_appointments, read_day
from bedside.clinic.appointments.models import CancelReason
from bedside.clinic.appointments.offering import settle, sweep
from bedside.clinic.appointments.previewing import preview
from bedside.clinic.appointments.publishing import (
    add_holiday,
    close,
    list_holidays,
    open_extra,
    publish,
    read_schedule,
    remove_exception,
    remove_holiday,
)
from bedside.clinic.appointments.reach import appointments_visible_to, places_to_book
from bedside.clinic.appointments.showing import show, view
from bedside.clinic.appointments.taking_out import ListWish, Why, ask_for_list
from bedside.clinic.appointments.telling import acknowledge
from bedside.clinic.appointments.timing import Wish
from bedside.clinic.appointments.views import (
    AppointmentPage,
    AppointmentView,
    DayOfTimes,
    DeskDay,
    DoctorsDay,
    HolidayView,
    Practitioner,
    Preview,
    Proposal,
    ScheduleView,
    SlotPage,
    SlotView,
    WaitingPage,
    WaitingView,
)
from bedside.clinic.appointments.waiting import (
    accept,
    decline,
    enter_until,
    join,
    leave,
    offered_at_once,
    read_waiting,
)

__all__ = [
    "REASONS",
    "AppointmentPage",
    "AppointmentView",
    "CalendarView",
    "CancelReason",
    "DayOfTimes",
    "DeskDay",
    "DoctorsDay",
    "HolidayView",
    "ListWish",
    "Practitioner",
    "Prepared",
    "Preview",
    "Proposal",
    "ScheduleView",
    "SlotPage",
    "SlotView",
    "WaitingPage",
    "WaitingView",
    "WeeklyHours",
    "Why",
    "Wish",
    "accept",
    "acknowledge",
    "add_holiday",
    "appointments_visible_to",
    "arrive",
    "ask_for_list",
    "book",
    "cancel",
    "close",
    "create_calendar",
    "decline",
    "enter_until",
    "file_of",
    "find_day",
    "find_slots",
    "fulfil",
    "join",
    "leave",
    "list_holidays",
    "no_show",
    "of_patient",
    "offered_at_once",
    "open_extra",
    "own_calendar",
    "place",
    "places_to_book",
    "practitioners",
    "prepare",
    "preview",
    "propose",
    "publish",
    "read",
    "read_appointments",
    "read_calendar",
    "read_day",
    "read_places",
    "read_schedule",
    "read_waiting",
    "remove_exception",
    "remove_holiday",
    "reschedule",
    "revoke_calendar",
    "settle",
    "show",
    "sweep",
    "undo",
    "view",
]
