"""Streamlit's options: the look, shared with the plain pages, and what it must never do.

Every pair of text and background is at least 4.5:1, every control's border at least 3:1.
"""

INK = "#16262E"
PAPER = "#FFFFFF"
PAGE = "#F5F8F8"
BRAND = "#0B5D66"
CONTROL_BORDER = "#64757F"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif"

_LOOK: dict[str, object] = {
    "theme.base": "light",
    "theme.primaryColor": BRAND,
    "theme.backgroundColor": PAPER,
    "theme.secondaryBackgroundColor": PAGE,
    "theme.textColor": INK,
    "theme.linkColor": BRAND,
    "theme.borderColor": CONTROL_BORDER,
    "theme.font": FONT,
    "theme.headingFont": FONT,
    "theme.baseFontSize": 17,
    "theme.headingFontSizes": ["1.75rem", "1.35rem", "1.15rem", "1rem", "1rem", "1rem"],
    "theme.headingFontWeights": [700, 650, 650, 600, 600, 600],
    "theme.baseRadius": "8px",
    "theme.buttonRadius": "8px",
    "theme.showWidgetBorder": True,
}

OPTIONS: dict[str, object] = {
    **_LOOK,
    # An exception's message may name a person: browsers and consoles see only that it happened.
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    "browser.gatherUsageStats": False,
    "logger.level": "warning",
    "logger.enableRich": False,
    "runner.magicEnabled": False,
    "server.headless": True,
    "server.fileWatcherType": "none",
    "server.runOnSave": False,
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.enableStaticServing": False,
    # The portal takes no files, and an answer is a few hundred bytes.
    "server.maxUploadSize": 1,
    "server.maxMessageSize": 20,
    # How long a closed tab's session waits for its browser to come back, in seconds.
    "server.disconnectedSessionTTL": 60,
}
