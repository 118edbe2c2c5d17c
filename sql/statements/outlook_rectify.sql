-- A corrective action from a reply sheet. The issue stays as it was first put: the deviation's figures go
-- on changing, what was answered does not.
-- $1 code, $2 subject, $3 subject code, $4 fiscal year, $5 issue, $6 owner, $7 action, $8 due on
INSERT INTO rectifications AS r (code, source, subject, subject_code, fiscal_year, issue, owner, action, due_on)
VALUES ($1, 'monitoring', $2, $3, $4::smallint, $5, $6, $7, $8::date)
ON CONFLICT (code) DO UPDATE
SET owner = excluded.owner, action = excluded.action, due_on = excluded.due_on
WHERE (r.owner, r.action, r.due_on) IS DISTINCT FROM (excluded.owner, excluded.action, excluded.due_on)
