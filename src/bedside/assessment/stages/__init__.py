"""The parts of an interview. Each looks at the moment and gives its next question, or None.

The first part with something to ask wins; a part that is done is silent, so a later answer can
bring an earlier part back (a symptom ticked late gets its danger signs asked).
"""
