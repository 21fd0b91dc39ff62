"""Figures of states that Gapminder gathers from the World Bank, SIPRI and others (tidied file)."""
