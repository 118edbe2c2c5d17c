-- When the page's subjects are looked at again as it stands. $1 kinds, $2 and $3 the first and the last code, side by
-- side. $4 whether the indicators that a project owns are left out: they go with their project.
-- Columns: subject_kind, subject_code, next_on
SELECT d.subject_kind, d.subject_code, d.next_on
FROM unnest($1::text[], $2::text[], $3::text[]) AS s (kind, first, last)
CROSS JOIN LATERAL (
    SELECT * FROM schedule k
    WHERE k.subject_kind = s.kind AND k.subject_code >= s.first COLLATE "C" AND k.subject_code <= s.last COLLATE "C"
    OFFSET 0
) AS d
WHERE NOT $4::boolean OR d.subject_kind <> 'indicator' OR NOT EXISTS (
    SELECT FROM indicators i WHERE i.code = d.subject_code AND i.owner = 'project')
