"""How the simulated patient understands the case and the question it is asked.

Written apart from the engine's recogniser and with words of its own: a patient that read with the
engine's eyes would hide what the engine misreads.
"""
