"""What is given wrongly is told as our error, whole in every process; a broken copy of the data is named by its place."""
