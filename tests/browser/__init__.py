"""The whole product in a real browser: `bedside demo` in a process of its own, and Chromium."""
