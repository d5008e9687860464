"""The pages: each view reads what was sent, calls one act of the rooms below, and shows a page."""
