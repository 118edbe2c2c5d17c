-- A unit and those above it, the unit itself first.
-- $1 unit
-- columns: code, name.
WITH RECURSIVE up AS (
    SELECT code, name, parent_code, 0 AS height FROM units WHERE code = $1 COLLATE "C"
    UNION ALL
    SELECT u.code, u.name, u.parent_code, up.height + 1 FROM up JOIN units u ON u.code = up.parent_code
    WHERE up.height < 32
)
SELECT code, name FROM up ORDER BY height
