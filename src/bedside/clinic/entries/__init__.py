"""What the lists of a patient have in common: allergies, medicines, problems, alerts, diagnoses and
measurements.

An entry is one line of such a list. Whoever changes it adds to its history, so that nothing that
was ever said is lost; an entry is never deleted, only ended or marked as entered in error. Two
people who work on different entries never disturb each other; of two who change the same one from
the same version, the second is told (Stale).
"""
