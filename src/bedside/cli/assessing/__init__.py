"""An interview at the terminal: by a person (rich screens) or by a program (one JSON a line)."""
