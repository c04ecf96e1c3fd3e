"""The configuration files, shipped inside the package as undefault.conf."""
