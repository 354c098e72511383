"""THE LAW. Standard library only: no framework, no database, no clock, no I/O.

Two rules of this room: it changes nothing it is given, and it asks nobody for the time.
Order of reading: words, clauses, posts, hours, deadlines, editions, steps, taking, other_information.
"""
