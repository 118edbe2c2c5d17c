-- How much was changed or deleted in each table after one place in the audit trail and up to another, most
-- changes first. What was inserted is not in the trail. The last column says whether the trail still reaches
-- back to the first place, or some of what is asked for may have been forgotten.
-- $1 and $2 audit ids, in any order
-- columns: table (NULL in the one row that stands where nothing was changed), changes, reaches back
WITH span AS (
    SELECT least($1::bigint, $2::bigint) AS low, greatest($1::bigint, $2::bigint) AS high
), counted AS (
    SELECT table_name, count(*) AS changes FROM audit, span WHERE id > low AND id <= high GROUP BY table_name
)
SELECT table_name, coalesce(changes, 0), low = high OR EXISTS (SELECT FROM audit WHERE id = greatest(low, 1))
FROM span LEFT JOIN counted ON true
ORDER BY changes DESC, table_name
