-- The next page of subjects of kind indicator: those of the ledger, and those that a deviation still stands for.
-- $1 the last code of the page before, $2 how many.
-- Columns: code
(SELECT DISTINCT code FROM indicators WHERE code > $1 ORDER BY code LIMIT $2::bigint)
UNION
(SELECT DISTINCT subject_code FROM deviations
 WHERE subject_kind = 'indicator' AND severity <> 'none' AND subject_code > $1
 ORDER BY subject_code LIMIT $2::bigint)
ORDER BY 1 LIMIT $2::bigint
