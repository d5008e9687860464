"""The names of Bedside's cookies. All are HttpOnly, SameSite=Lax and Secure outside the demo."""

SESSION = "sid"
"""The signed-in session; goes when the browser closes."""
DRAFT = "draft"
"""The one assessment that somebody without an account has begun; seven days."""
DEVICE = "device"
"""A random id of this browser, so that its owner is not throttled for a stranger's guesses."""

DRAFT_SECONDS = 7 * 24 * 3600
DEVICE_SECONDS = 400 * 24 * 3600
"""As long as browsers keep a cookie."""
