"""Reading what clinicians write: abbreviations, sections, vital signs and laboratory results."""
