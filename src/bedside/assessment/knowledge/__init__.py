"""The medical content of the engine: data files, their shapes, and the one module that reads them."""
