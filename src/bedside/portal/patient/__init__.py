"""What patients see: their home, the chat interview, the check before sending, the result."""
