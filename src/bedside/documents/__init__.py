"""Everything a person wrote or said, and who they are: sealed, immutable documents.

The store keeps ciphertext by random id and knows nothing else. A write seals the document and has
it acknowledged by the store before the SQL transaction that points to it begins, so that a crash
leaves at most an orphan, never a row without its document.
"""
