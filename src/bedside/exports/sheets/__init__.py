"""What each document says: one module a noun, from the views that its reader is shown on pages."""
