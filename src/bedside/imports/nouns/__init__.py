"""What can be brought in: one module a noun, which says its columns and reads a row of them."""
