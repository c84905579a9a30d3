"""How findings are told: words, presenters, charts, tables and rendering."""
