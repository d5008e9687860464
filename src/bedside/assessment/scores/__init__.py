"""Published scores, computed from entered values and never outside the age they were made for."""
