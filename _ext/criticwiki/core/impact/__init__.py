"""What a change of pages does to what critics say together, in sentences."""
