"""What can be typed in the search box, and what it means."""
