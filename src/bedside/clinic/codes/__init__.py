"""Looking codes up in the clinic: who may, over the tables of `bedside.codes`.

A code by itself is public knowledge and about nobody, so looking one up leaves no event in the
audit log. What is typed may well be about somebody: doors take it in a body, never in an address.
"""
