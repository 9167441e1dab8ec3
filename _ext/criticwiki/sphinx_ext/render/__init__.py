"""Views drawn as standard nodes, so that every builder can write them."""
