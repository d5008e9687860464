"""The sample: made-up people with written complaints, for the demo and for trying things out."""
