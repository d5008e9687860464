"""The medical content of the engine: data files, their shapes, and what reads them."""
