"""Finding a patient over sealed data: what is looked for, where it may be, and why it is a hit."""
