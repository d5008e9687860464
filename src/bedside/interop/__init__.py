"""Other systems' words for what the rooms below keep: so far those of HL7 FHIR R4.

Nothing is decided here either. What comes in and goes out passes the same acts as every door's.
"""
