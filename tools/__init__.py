"""What bootstrap.py does with the installed packages; not part of the package that users install."""
