"""Reading a complaint in the patient's own words, with no model but a lexicon that is data."""

from bedside.assessment.words.heard import Heard, Mention
from bedside.assessment.words.recognise import reader_for, recognise

__all__ = ["Heard", "Mention", "reader_for", "recognise"]
