-- The name of a unit, for its reply sheet.
-- $1 code
-- columns: name
SELECT name FROM units WHERE code = $1
