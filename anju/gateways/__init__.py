"""THE POST: the outside world behind one protocol."""
