"""Taking a clinic out as HL7's Bulk Data Access has it: asked for, watched, and fetched by type.

The file that a worker makes is the same as from the pages, an archive with a file for each type of
resource. Here its files are fetched one by one.
Source: https://hl7.org/fhir/uv/bulkdata/ (version 2.0.0)
"""
