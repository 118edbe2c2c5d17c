-- The units that have no unit above them: the notice is of the one, or of all together.
-- columns: code
SELECT code FROM units WHERE parent_code IS NULL ORDER BY code LIMIT 2
