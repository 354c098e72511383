"""Anju (安居): customer service of property companies, by the written procedure."""
