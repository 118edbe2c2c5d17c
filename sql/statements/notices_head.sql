-- The head of a unit, and how to reach that person.
-- $1 unit, $2 roles of heads (text[])
-- columns: name, role, unit, mobile, im_id, email; no row: nobody is known
SELECT p.name, p.role, p.unit_code, p.mobile, p.im_id, p.email
FROM who_heads($1, $2::text[]) w
JOIN people p ON p.name = w.name AND p.unit_code = w.unit_code
