"""When doctors can be seen, and who comes when."""
