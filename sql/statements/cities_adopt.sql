-- Puts a unit under another. $1 the unit, $2 the one above it; NULL: no longer.
-- columns: whether the unit is there already
SELECT adopt_unit($1, $2)
