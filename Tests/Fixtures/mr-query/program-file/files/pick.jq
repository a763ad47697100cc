# The names.
.[] | .name
