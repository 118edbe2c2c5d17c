-- A page of units. $1 and $2 the first and the last code.
-- Columns: code, name
SELECT code, name FROM units WHERE code >= $1 AND code <= $2 ORDER BY code
