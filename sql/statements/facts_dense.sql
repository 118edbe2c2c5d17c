-- How many indicators lie between the first and the last of a page, counted up to a limit: where they are not many more
-- than the page's own, what belongs to them is read as one range. $1 and $2 the first and the last code, $3 the limit.
-- Columns: count
SELECT count(*) FROM (SELECT FROM indicators WHERE code >= $1 AND code <= $2 LIMIT $3::bigint) AS between_them
