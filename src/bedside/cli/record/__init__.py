"""The record in a terminal: what a named account may see and do, asked of a running Bedside.

These commands hold no key and open no database. They sign in over HTTP like any other program, so
the API decides on every call, and a doctor's own machine will do.
"""
