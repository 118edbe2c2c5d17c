-- A unit and everything below it, with who heads each.
-- $1 unit ('': every unit), $2 roles of heads, the first before the others (text[])
-- columns: code, name, parent code, head
WITH RECURSIVE tree AS (
    SELECT code, name, parent_code FROM units
    WHERE CASE WHEN $1 = '' THEN parent_code IS NULL ELSE code = $1 END
    UNION
    SELECT u.code, u.name, u.parent_code FROM units u JOIN tree t ON u.parent_code = t.code
)
SELECT t.code, t.name, t.parent_code, h.name
FROM tree t
LEFT JOIN LATERAL who_heads(t.code, $2::text[]) h ON true
ORDER BY t.code <> $1, t.code
