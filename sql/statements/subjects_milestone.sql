-- The next page of milestones (owner_code/name): those of the ledger, and those that a deviation still
-- stands for. $1 the last code of the page before, $2 how many.
-- Columns: code
(SELECT DISTINCT (owner_code || '/' || name) COLLATE "C" AS code FROM milestones
 WHERE (owner_code || '/' || name) > $1 ORDER BY 1 LIMIT $2::bigint)
UNION
(SELECT DISTINCT subject_code FROM deviations
 WHERE subject_kind = 'milestone' AND severity <> 'none' AND subject_code > $1
 ORDER BY subject_code LIMIT $2::bigint)
ORDER BY 1 LIMIT $2::bigint
