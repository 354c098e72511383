"""THE HANDS: one verb is one function and one transaction; the only room that writes."""
