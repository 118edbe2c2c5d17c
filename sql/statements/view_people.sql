-- The people of a unit, without how to reach them.
-- $1 unit, $2 how many at most
-- columns: name, role.
SELECT name, role FROM people WHERE unit_code = $1 COLLATE "C" ORDER BY name LIMIT $2::int
