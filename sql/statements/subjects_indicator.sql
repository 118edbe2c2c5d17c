-- Where the next pages of the indicators that units own end, each with the code of its last row.
-- $1 the end of the page before ('' at the beginning), $2 how many rows make a page, $3 how many pages.
-- From one end to the next: passing over an index costs a fraction of numbering its rows.
-- Columns: code
WITH RECURSIVE ends (code, page) AS (
    SELECT $1::text COLLATE "C", 0
    UNION ALL
    SELECT (SELECT t.code FROM indicators t
            WHERE t.owner = 'unit' AND t.code > ends.code ORDER BY 1 OFFSET $2::bigint - 1 LIMIT 1), page + 1
    FROM ends WHERE ends.code IS NOT NULL AND page < $3::bigint
)
SELECT code FROM ends WHERE page > 0 AND code IS NOT NULL ORDER BY code
