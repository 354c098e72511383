"""THE PRESS: records become PDF, tables and print; writes nothing."""
