-- Take the rows of the change log that speak of a page's subjects: the page deals with them on its way, which
-- spares the log of an import from being worked off subject by subject after the full pass. An indicator goes with its
-- project, if all its years do. What depends on them may lie on a page that is done already: it is queued again.
-- $1 kind, $2 and $3 the page's first and last code, $4 whether peers count, $5 the last code that any page of this
-- kind has gone to.
-- Columns: subject_kind, subject_code
WITH taken AS (
    DELETE FROM change_log c
    WHERE c.subject_kind = $1 AND c.subject_code >= $2 AND c.subject_code <= $3
        AND ($1 <> 'indicator' OR NOT EXISTS (
            SELECT FROM indicators i WHERE i.code = c.subject_code AND i.owner = 'project'))
      OR $1 = 'project' AND c.subject_kind = 'indicator'
        AND (SELECT bool_and(i.owner = 'project' AND i.owner_code >= $2 AND i.owner_code <= $3)
             FROM indicators i WHERE i.code = c.subject_code)
    RETURNING c.subject_kind, c.subject_code
), concerned AS (
    SELECT DISTINCT p.unit_code FROM taken t
    JOIN projects p ON p.code = t.subject_code AND t.subject_kind = 'project'
), again AS (
    INSERT INTO change_log (subject_kind, subject_code)
    SELECT 'unit', unit_code FROM concerned
    UNION ALL
    SELECT 'project', p.code FROM projects p JOIN concerned USING (unit_code)
    WHERE $4::boolean AND p.code <= $5 AND NOT (p.code >= $2 AND p.code <= $3)
)
SELECT subject_kind, subject_code FROM taken
