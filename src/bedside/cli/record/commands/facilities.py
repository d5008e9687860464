"""The facilities, and the days on which they are closed."""

from bedside.cli.record.commands.command import Command, Option, version_of
from bedside.cli.record.showing import day
from bedside.schemas.facilities import Facilities, Facility
from bedside.schemas.schedules import Holiday, Holidays

_FACILITY = {"Id": lambda row: row.id, "Name": lambda row: row.name, "City": lambda row: row.city}
_HOLIDAY = {"Id": lambda row: row.id, "Day": lambda row: day(row.day), "Name": lambda row: row.name}
FACILITIES: dict[str, Command] = {
    "list": Command(
        "List the facilities that take patients, by name.",
        "GET facilities",
        Facilities,
        _FACILITY,
        role="administrator",
    ),
    "add": Command(
        "Open a facility, with a key and an audit chain of its own.",
        "POST facilities",
        Facility,
        _FACILITY,
        role="administrator",
        options={
            "name": Option(str, "What it is called.", needed=True),
            "address_line": Option(str, "Street and number.", needed=True),
            "city": Option(str, "Where it is.", needed=True),
            "phone": Option(str, "The number that patients call.", needed=True),
            "time_zone": Option(str, "The clock there, such as Europe/London. Without: UTC."),
        },
    ),
    **{
        verb: Command(
            help_,
            "PATCH facilities/{facility}",
            Facility,
            _FACILITY | {"Open": lambda row: "yes" if row.active else "no"},
            role="administrator",
            means=lambda given, active=active: {**given, "active": active},  # type: ignore[misc]
            version=version_of("facilities/{facility}"),
        )
        for verb, help_, active in (
            ("close", "Close a facility: nobody registers or is seen there any more.", False),
            ("reopen", "Open a facility again that was closed.", True),
        )
    },
}
HOLIDAYS: dict[str, Command] = {
    "list": Command(
        "List the coming days on which a facility is closed.",
        "GET facilities/{facility}/holidays",
        Holidays,
        _HOLIDAY,
        role="administrator",
        paged=True,
    ),
    "add": Command(
        "Close a facility on a day. What is booked stays booked.",
        "POST facilities/{facility}/holidays",
        Holiday,
        _HOLIDAY,
        role="administrator",
        options={
            "day": Option(str, "The day, as 2026-12-25.", needed=True),
            "name": Option(str, "What the day is called.", needed=True),
        },
    ),
    "remove": Command(
        "Open a facility again on a day that was a holiday.",
        "DELETE facilities/{facility}/holidays/{holiday}",
        None,
        {},
        role="administrator",
    ),
}
