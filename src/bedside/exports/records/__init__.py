"""Whole records as files: every table of a patient's record, row by row, as it is kept.

`parts` says what a record consists of and what is left out of it, and why; `rows` reads it in
batches, `formats` writes it down, `packing` puts the files into one archive, `asking` and `making`
are the acts.
"""
