"""What things are: frozen, without files and without a clock."""
