"""Reading a file that another program wrote: its signs, its columns, its dates. Pure functions."""
