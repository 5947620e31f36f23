"""What was probably meant: spelling, keyboard layout, sound."""
