"""Bilateral trade since the 1870s (TRADHIST; Fouquin and Hugot 2016), a tidied part of it."""
