-- Deletes a unit with all below it and their facts. $1 the unit.
-- columns: how many rows went
SELECT forget_city($1)
