-- The next page of ceilings (unit_code/kind): those of the ledger, and those that a deviation still
-- stands for. $1 the last code of the page before, $2 how many.
-- Columns: code
(SELECT DISTINCT (unit_code || '/' || kind) COLLATE "C" AS code FROM ceilings
 WHERE (unit_code || '/' || kind) > $1 ORDER BY 1 LIMIT $2::bigint)
UNION
(SELECT DISTINCT subject_code FROM deviations
 WHERE subject_kind = 'ceiling' AND severity <> 'none' AND subject_code > $1
 ORDER BY subject_code LIMIT $2::bigint)
ORDER BY 1 LIMIT $2::bigint
