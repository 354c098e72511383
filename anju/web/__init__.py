"""THE COUNTER. Requests in, pages out; a view calls one action or one query and decides nothing."""
