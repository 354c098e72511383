"""THE BACK DOOR: what is done from the command line."""
