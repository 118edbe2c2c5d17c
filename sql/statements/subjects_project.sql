-- Where the next pages of projects end, each with the code of its last row.
-- $1 the end of the page before ('' at the beginning), $2 how many rows make a page, $3 how many pages.
-- Columns: code
SELECT code FROM (
    SELECT code, row_number() OVER (ORDER BY code) AS place FROM (
        SELECT code AS code FROM projects
        WHERE code > $1 ORDER BY 1 LIMIT $2::bigint * $3::bigint) AS ahead
) AS numbered
WHERE place % $2::bigint = 0 ORDER BY code
