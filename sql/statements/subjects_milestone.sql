-- Where the next pages of milestones (owner_code/name) end, each with the code of its last row.
-- $1 the end of the page before ('' at the beginning), $2 how many rows make a page, $3 how many pages.
-- Columns: code
SELECT code FROM (
    SELECT code, row_number() OVER (ORDER BY code) AS place FROM (
        SELECT (owner_code || '/' || name) COLLATE "C" AS code FROM milestones
        WHERE (owner_code || '/' || name) > $1 ORDER BY 1 LIMIT $2::bigint * $3::bigint) AS ahead
) AS numbered
WHERE place % $2::bigint = 0 ORDER BY code
