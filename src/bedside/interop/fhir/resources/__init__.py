"""FHIR's resources as Bedside says them: one module for each, from a room's view to the model."""
