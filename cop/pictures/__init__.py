"""Pictures in texts: sent while one writes, shown where the text that names them is shown."""
