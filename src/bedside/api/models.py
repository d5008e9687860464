"""The API keeps nothing of its own any more: answers are remembered by the accounts.

The migrations of what it kept are still its own, so Django goes on asking it for models.
"""
