"""The API's words: what goes in and comes out over HTTP, shared by the API and the portal.

Models that come in refuse what they don't know and bound what they accept; models that go out say
exactly what a caller may see. Nothing here reads a clock-bound record, a database or the network.
"""
