"""The HTTP door for programs: FastAPI over the acts of the rooms below.

Nothing is decided here. A route reads the request, names who calls, calls one act and writes down
what came of it; permissions, rules and the audit log live in the acts.
"""
