"""How much Bedside costs, as ratios to a floor measured in the same run. See `__main__`."""
