-- A notice as it was sent. No row: there is no such number.
-- $1 id
-- columns: figures, html
SELECT figures, html FROM notices WHERE id = $1::bigint
